import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { type Control, createControl } from '../core/control.js';
import type { Setting, TrainMessage } from '../core/messages.js';
import type { CohortRunner, PlannedTrial, RunnerEvents } from '../core/ports.js';
import { lossOf, spoilsWorker } from './lost-worker.js';
import type { Pool } from './pool.js';
import { trunkKey } from './trunk-key.js';
import { createWatch } from './watch.js';

export interface ThreadRunnerParts {
  /** Closed with the runner. */
  readonly pool: Pool;
  readonly setting: Setting;
  readonly classNames: readonly string[];
  /** Bytes of frozen outputs that each worker may keep. */
  readonly cacheBytes: number;
  /** Milliseconds a cohort may take until its trials are stopped; null: any. */
  readonly trialMs: number | null;
  /** Milliseconds a stop request may go unheard until the thread is ended. Default: 2 minutes. */
  readonly graceMs?: number;
}

/**
 * Trains each cohort in a worker thread.
 *
 * Stop requests and verdicts go through shared memory, never through Piscina's abort, which would
 * end the thread. Only a thread that hears no stop request for `graceMs` is ended.
 */
export function createThreadRunner(parts: ThreadRunnerParts): CohortRunner {
  const { pool, setting, classNames, cacheBytes, trialMs, graceMs = 120_000 } = parts;

  return {
    async run(cohort, events, signal) {
      const control = createControl(cohort.length);
      const { port1: ours, port2: theirs } = new MessageChannel();
      const watch = createWatch({ signal, trialMs, graceMs, requestStop: control.requestStop });
      const receiver = receiveInto(ours, cohort, control, events);
      try {
        const trials = cohort.map(({ trialId, recipe, checkpoint }) => {
          return { trialId, recipe, checkpoint };
        });
        const outcomes = await pool
          .call(
            'train',
            { ...setting, classNames, cacheBytes, trials, control: control.memory, port: theirs },
            {
              transfer: [theirs],
              near: trunkKey(cohort[0]!.recipe),
              kill: watch.kill,
              spoils: spoilsWorker,
            },
          )
          .catch((error: unknown) => watch.outcomesOf(cohort) ?? lossOf(cohort, error));
        receiver.drain();
        return outcomes.map((outcome) => watch.judge(outcome));
      } finally {
        watch.close();
        ours.close();
      }
    },
    close: () => pool.close(),
  };
}

/**
 * Answers a cohort's messages as they come. What goes wrong in answering (a full disk) asks the
 * worker to stop, and is thrown by `drain`.
 */
function receiveInto(
  port: MessagePort,
  cohort: readonly PlannedTrial[],
  control: Control,
  events: RunnerEvents,
): { drain(): void } {
  let broken: { readonly error: unknown } | undefined;

  function receive(message: TrainMessage): void {
    if (broken) return;
    try {
      answer(message);
    } catch (error) {
      broken = { error };
      control.requestStop();
    }
  }

  function answer(message: TrainMessage): void {
    if (message.type === 'report') {
      const { trialId, report } = message;
      const index = cohort.findIndex((trial) => trial.trialId === trialId);
      control.decide(index, report.epoch, events.report(trialId, report));
    } else if (message.type === 'note') {
      events.note(message.trialId, message.message);
    } else {
      const { trialId, epoch, epochs, step, steps } = message;
      events.step(trialId, epoch, epochs, step, steps);
    }
  }

  port.on('message', receive);
  return {
    /** The result travels on another port and may overtake the last messages: takes those now. */
    drain() {
      for (let next = take(port); next; next = take(port)) receive(next.message);
      if (broken) throw broken.error;
    },
  };
}

function take(port: MessagePort): { readonly message: TrainMessage } | undefined {
  return receiveMessageOnPort(port);
}
