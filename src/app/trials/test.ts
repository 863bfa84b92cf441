import { UsageError } from '../../core/errors.js';
import type { DataSpec } from '../../core/sweep.js';
import { numberRanges } from '../../core/words/number-ranges.js';
import type { Database } from '../../results/database.js';
import type { Tested } from '../../results/documents/test.js';
import { openTrained } from '../../results/open-trained.js';
import type { Identified } from '../../worker/protocol/tasks.js';
import type { Observer } from '../observer.js';
import { type AcceptedTest, checkTestSplit } from '../prints/check-test-split.js';
import { identify } from '../prints/identify.js';
import { readyNetwork } from '../prints/ready-network.js';
import { recipeAt, rememberPlaces, specAt } from '../prints/remember-place.js';
import { makeReady } from '../workers/make-ready.js';
import { withParts } from '../workers/with-parts.js';
import { withWorker } from '../workers/with-worker.js';
import type { World } from '../world.js';
import { backendOf } from './backend-of.js';

export interface TestRequest extends AcceptedTest {
  /** Id, as a person writes it. */
  readonly trial: string;
  /** Absent: the one that it was trained on. */
  readonly backend?: string | undefined;
}

/**
 * Measures a trial on the test split, and keeps that it was read.
 *
 * @throws {ThawError}
 */
export async function test(
  world: World,
  database: Database,
  request: TestRequest,
  observer: Observer,
): Promise<Tested> {
  const { store } = database;
  const trained = await openTrained(database, request.trial);
  const { sweep, trial } = trained;
  const { places } = request;
  const others = (await store.readings.tested(sweep.id)).filter((id) => id !== trial.id);
  if (others.length > 0) observer.onNote?.({ kind: 'message', message: readForOthers(others) });
  const backend = backendOf(world, sweep, request.backend);
  const evaluation = await withWorker(world, backend, observer, async (workers) => {
    const moved = { ...trained, recipe: recipeAt(trained.recipe, places) };
    const { data, seed } = moved.recipe.trunk;
    const now = await identify(world, workers, { data, model: null }, observer);
    await checkTestSplit(store, moved, now, request, observer);
    const network = await readyNetwork(world, workers, moved, places, observer);
    const isWhole = trained.made?.fingerprint.data === now.data?.digest;
    if (isWhole && trained.made && !database.isShared) {
      // Of a whole network on disk, nobody knows where the weights it started from have gone.
      const { data: source, weights } = places;
      const known = network.checkpoint ? { data: source, weights } : { data: source };
      await rememberPlaces(store, sweep, known, trained.made.fingerprint);
      const latest = (await store.readings.allMadeOf(sweep.id)).at(-1);
      // A sweep that has gone on with others goes on with those.
      if (latest?.change === trained.made.change) {
        await store.queue.updateSweep(sweep.id, { spec: specAt(sweep.spec, known) });
      }
    }
    const measured = fewerImages(data, now);
    const needs = { data: measured, model: null, seed, skipBad: true };
    const { available } = await makeReady(world, workers, needs, observer);
    if (available?.test === 0) {
      throw new UsageError(
        `${data.source} has no test split to measure trial ${trial.id} on: add test/<class>/* to it. Nothing was recorded.`,
      );
    }
    const { result } = await withParts(world, observer, (port) => {
      const { recipe } = network;
      const trunk = { ...recipe.trunk, data: measured };
      const task = { ...network, recipe: { ...recipe, trunk }, split: 'test', port } as const;
      return workers.pool.call('evaluate', { ...workers.setting, ...task }, { transfer: [port] });
    });
    return result;
  });
  const { images, loss, accuracy } = evaluation;
  await store.log.addTest({ trialId: trial.id, images, loss, accuracy });
  const timesRead = (await store.readings.tests(trial.id)).length;
  return { trained, evaluation, timesRead, others };
}

function readForOthers(others: readonly number[]): string {
  const them = `${others.length === 1 ? 'trial' : 'trials'} ${numberRanges(others)}`;
  return `the test split has been read for ${them} of this sweep already. Choosing between them by it makes it one more validation split: what the chosen one does on it is then too good. Choose by the leaderboard, and test what you chose.`;
}

/** Where images it trained on are gone since, none are drawn: only the test split is read. */
function fewerImages(data: DataSpec, { data: now }: Identified): DataSpec {
  const files = now!.listing.files.filter(({ split }) => split === 'train');
  const isOneFile = files.some(({ className }) => className === null);
  const needed = data.train + (data.valFrom === 'folder' ? 0 : data.val);
  return isOneFile || files.length >= needed ? data : { ...data, train: 0, val: 0 };
}
