import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { Database } from '../../../results/database.js';
import { openTrained } from '../../../results/open-trained.js';
import type { ImageToPredict, Predicted } from '../../../worker/protocol/tasks.js';
import type { Observer } from '../../observer.js';
import { readyNetwork } from '../../prints/ready-network.js';
import { withWorker } from '../../workers/with-worker.js';
import type { World } from '../../world.js';
import { backendOf } from '../backend-of.js';
import type { NamedImage } from './images-to-predict.js';

export interface PredictRequest {
  /** Id, as a person writes it. */
  readonly trial: string;
  readonly images: AsyncIterable<NamedImage>;
  /** Classes to name per image. */
  readonly top: number;
  /** Absent: the one that it was trained on. */
  readonly backend?: string | undefined;
  /** Where the weights it started from are now, if they have moved. Absolute. */
  readonly weights?: string | undefined;
}

/** Whoever is told of predictions. */
export interface Predictions {
  /** Of this trial, before all. */
  begin(trial: number): void;
  /**
   * The next images, in their order, by the names that the person gave them. False: nobody wants any
   * more.
   */
  take(some: readonly Predicted[]): Promise<boolean>;
}

/** Images on their way at once: two blocks of the worker's, and what is decoded ahead. */
const UNDER_WAY = 96;

/**
 * Classifies images with a trial's best weights as they come, in their order and in as much memory for
 * a million as for a hundred; those that cannot be read are named instead.
 *
 * @throws {ThawError}
 */
export async function predict(
  world: World,
  database: Database,
  request: PredictRequest,
  predictions: Predictions,
  observer: Observer,
): Promise<void> {
  const { images, top } = request;
  const trained = await openTrained(database, request.trial);
  const backend = backendOf(world, trained.sweep, request.backend);
  await withWorker(world, backend, observer, async (workers) => {
    const network = await readyNetwork(world, workers, trained, request, observer);
    predictions.begin(trained.trial.id);
    const { port1: ours, port2: port } = new MessageChannel();
    const task = { ...workers.setting, ...network, top, port };
    const working = workers.pool.call('predict', task, { transfer: [port] });
    try {
      await Promise.race([exchange(ours, images, predictions), failureOf(working)]);
    } finally {
      ours.close();
    }
  });
}

/** Sends images and takes what comes back, until all has or nobody wants any more. */
async function exchange(
  port: MessagePort,
  images: AsyncIterable<NamedImage>,
  predictions: Predictions,
): Promise<void> {
  const names: string[] = [];
  const answers: (readonly Predicted[] | null)[] = [];
  let goOn = () => {};
  let wake = () => {};
  port.on('message', (answer: readonly Predicted[] | null) => {
    answers.push(answer);
    wake();
  });

  async function send(): Promise<void> {
    for await (const { name, path, why } of images) {
      while (names.length >= UNDER_WAY) {
        await new Promise<void>((room) => {
          goOn = room;
        });
      }
      names.push(name);
      const message: ImageToPredict = why === undefined ? { image: path } : { image: path, why };
      port.postMessage(message);
    }
    port.postMessage(null);
  }

  async function receive(): Promise<void> {
    for (;;) {
      const some = answers.shift();
      if (some === null) return;
      if (some === undefined) {
        await new Promise<void>((come) => {
          wake = come;
        });
        continue;
      }
      const named = some.map((each) => ({ ...each, image: names.shift()! }));
      if (!(await predictions.take(named))) return;
      goOn();
    }
  }

  const sending = send();
  await Promise.race([receive(), failureOf(sending)]);
}

/** Rejects as `work` does; never resolves. */
function failureOf(work: Promise<unknown>): Promise<never> {
  return work.then(() => new Promise<never>(() => {}));
}
