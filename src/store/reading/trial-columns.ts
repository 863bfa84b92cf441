import type { Recipe } from '../../core/recipe.js';
import type { Params } from '../../core/space.js';
import type { Report, Trial } from '../../core/trial.js';
import type { TrialState } from '../../core/trial-state.js';
import { readDocument, readOr, SHAPES } from './documents.js';

/** What of a row of `trials` makes a `Trial`. */
export interface TrialColumns {
  readonly id: number;
  readonly sweep_id: number;
  readonly number: number;
  readonly point: number;
  readonly replicate: number;
  /** JSON. */
  readonly params: string;
  /** JSON. */
  readonly recipe: string | null;
  readonly state: TrialState;
}

export const TRIAL_COLUMNS = 'id, sweep_id, number, point, replicate, params, recipe, state';

/** @throws {StoreError} it is damaged. */
export function toTrial(row: TrialColumns, reports: readonly Report[]): Trial {
  const { id, params, recipe } = row;
  return trialOf(
    row,
    reports,
    readDocument(params, SHAPES.params, `the params of trial ${id}`),
    recipe === null ? null : readDocument(recipe, SHAPES.recipe, `the recipe of trial ${id}`),
  );
}

/** One among others, which it does not hide: what is damaged of it is told of and left out. */
export function toTrialAmongOthers(
  row: TrialColumns,
  reports: readonly Report[],
  onDamage: (message: string) => void,
): Trial {
  const { id, params, recipe } = row;
  return trialOf(
    row,
    reports,
    readParams(id, params, onDamage),
    recipe === null ? null : readRecipe(id, recipe, onDamage),
  );
}

/** Params that are damaged are told of, and none. */
export function readParams(
  trialId: number,
  json: string,
  onDamage: (message: string) => void,
): Params {
  return readOr<Params>({}, onDamage, json, SHAPES.params, `the params of trial ${trialId}`);
}

/** Null: it is damaged, which is told of. */
export function readRecipe(
  trialId: number,
  json: string,
  onDamage: (message: string) => void,
): Recipe | null {
  const what = `the recipe of trial ${trialId}`;
  return readOr<Recipe | null>(null, onDamage, json, SHAPES.recipe, what);
}

function trialOf(
  row: TrialColumns,
  reports: readonly Report[],
  params: Params,
  recipe: Recipe | null,
): Trial {
  return {
    id: row.id,
    sweepId: row.sweep_id,
    number: row.number,
    point: row.point,
    replicate: row.replicate,
    params,
    recipe,
    state: row.state,
    reports,
  };
}
