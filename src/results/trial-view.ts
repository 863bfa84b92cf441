import { existsSync } from 'node:fs';
import type { Recipe } from '../core/recipe.js';
import type { Trial } from '../core/trial.js';
import { checkpointFile, weightsFile } from '../store/files.js';
import type { AttemptRow, EventRow, Store, SweepRow, TestRow } from '../store/port.js';

/** All that is known of a trial. */
export interface TrialView {
  readonly trial: Trial;
  readonly sweep: SweepRow;
  /** Null: its params make none. */
  readonly recipe: Recipe | null;
  readonly attempts: readonly AttemptRow[];
  readonly events: readonly EventRow[];
  readonly tests: readonly TestRow[];
  /** Files that are there. */
  readonly checkpoint: string | null;
  readonly weights: string | null;
}

/** Reads it all. `db`: path of the store's database. */
export async function trialView(
  { readings, log }: Store,
  db: string,
  sweep: SweepRow,
  trial: Trial,
): Promise<TrialView> {
  const present = (file: string) => (existsSync(file) ? file : null);
  return {
    trial,
    sweep,
    recipe: trial.recipe,
    attempts: await readings.attempts(trial.id),
    events: await log.events(sweep.id, { trialId: trial.id }),
    tests: await readings.tests(trial.id),
    checkpoint: present(checkpointFile(db, sweep.id, trial.id)),
    weights: present(weightsFile(db, sweep.id, trial.id)),
  };
}
