import type { MadeOf } from '../core/prints/fingerprint.js';
import type { Recipe } from '../core/recipe.js';
import type { Trial } from '../core/trial.js';
import type { AttemptRow, EventRow, Store, SweepRow, TestRow } from '../store/port.js';
import type { Database } from './database.js';
import { findTrial } from './find-trial.js';

/** All that is known of a trial. */
export interface TrialView {
  readonly trial: Trial;
  readonly sweep: SweepRow;
  /** Ids of all runs of its point, itself included, by number. */
  readonly runs: readonly number[];
  /** Null: its params make none. */
  readonly recipe: Recipe | null;
  readonly attempts: readonly AttemptRow[];
  readonly events: readonly EventRow[];
  readonly tests: readonly TestRow[];
  /** Null: it never trained, or an older program did not keep it. */
  readonly made: MadeOf | null;
  /** Files that are there. */
  readonly checkpoint: string | null;
  readonly weights: string | null;
}

/** @throws {UsageError} there is no such trial. */
export async function readTrial({ store, files }: Database, wanted: string): Promise<TrialView> {
  const { trial, sweep } = await findTrial(store, wanted);
  const { readings, log } = store;
  const key = { sweep: sweep.id, trial: trial.id };
  const { checkpoint, network } = files.find(key, await readings.digests(trial.id));
  return {
    trial,
    sweep,
    runs: await runsOf(store, trial, sweep),
    recipe: trial.recipe,
    attempts: await readings.attempts(trial.id),
    events: await log.events(sweep.id, { trialId: trial.id }),
    tests: await readings.tests(trial.id),
    made: await readings.madeOf(trial.id),
    checkpoint,
    weights: network,
  };
}

async function runsOf(
  { readings }: Store,
  trial: Trial,
  { spec }: SweepRow,
): Promise<readonly number[]> {
  if (spec.repeats.n === 1) return [trial.id];
  const trials = await readings.trials(trial.sweepId, { reports: 'open' });
  return trials.filter(({ point }) => point === trial.point).map(({ id }) => id);
}
