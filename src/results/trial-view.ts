import { existsSync } from 'node:fs';
import { recipeFor } from '../config/recipe-for.js';
import type { Recipe } from '../core/recipe.js';
import type { Trial } from '../core/trial.js';
import { checkpointFile, weightsFile } from '../store/files.js';
import type { AttemptRow, EventRow, Store, SweepRow, TestRow } from '../store/port.js';

/** All that is known of a trial. */
export interface TrialView {
  readonly trial: Trial;
  readonly sweep: SweepRow;
  readonly recipe: Recipe;
  readonly attempts: readonly AttemptRow[];
  readonly events: readonly EventRow[];
  readonly tests: readonly TestRow[];
  /** Files that are there. */
  readonly checkpoint: string | null;
  readonly weights: string | null;
}

/** Reads it all. `db`: path of the store's database. */
export function trialView(store: Store, db: string, sweep: SweepRow, trial: Trial): TrialView {
  const present = (file: string) => (existsSync(file) ? file : null);
  return {
    trial,
    sweep,
    recipe: recipeFor(sweep.spec, trial.params),
    attempts: store.attempts(trial.id),
    events: store.events(sweep.id, trial.id),
    tests: store.tests(trial.id),
    checkpoint: present(checkpointFile(db, sweep.id, trial.id)),
    weights: present(weightsFile(db, sweep.id, trial.id)),
  };
}
