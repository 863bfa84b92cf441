import { recipeFor } from '../config/recipe-for.js';
import type { Recipe } from '../core/recipe.js';
import type { SweepSpec } from '../core/sweep.js';
import type { Trial } from '../core/trial.js';
import { samplerNamed } from '../search/sampler-named.js';
import { sweepSize, trialCount } from '../sweep/points/counts.js';
import { createNextPoints } from '../sweep/points/next-points.js';
import { recipeOrNull } from '../sweep/points/recipe-or-null.js';
import { createRoster } from '../sweep/roster.js';
import { samplerFor } from './sampler-for.js';

/** A sweep as it would be laid down in an empty database. */
export interface PlannedTrials {
  /** The first of them; those that repeat leaders are not among them. */
  readonly trials: readonly PlannedTrial[];
  /** All trials there are to be; null: until the sampler has no more. */
  readonly total: number | null;
  /** Points so far that are equal to others, and are not trained again. */
  readonly equal: number;
  /** Points so far, those left out. */
  readonly points: number;
}

export interface PlannedTrial extends Pick<Trial, 'params' | 'replicate'> {
  readonly recipe: Recipe;
}

/** Points of a sampler that looks at results which are worth a look before there are any. */
const LOOKED_AT = 128;

/**
 * The first trials of a sweep, so many or the whole of the last point more. A sampler that looks at
 * results is asked as if there were none.
 */
export function plannedTrials(spec: SweepSpec, most: number): PlannedTrials {
  const { looks } = samplerNamed(spec.method.type);
  const { repeats } = spec;
  const runs = repeats.top === null ? repeats.n : 1;
  const wanted = Math.ceil(Math.min(most, looks ? LOOKED_AT : most) / runs);
  const roster = createRoster([], spec);
  const recipes = {
    recipeFor: (params: Trial['params'], replicate: number) => recipeFor(spec, params, replicate),
  };
  const next = createNextPoints({ spec, sampler: samplerFor(spec), looks, roster, ...recipes });
  while (next.taken < wanted) {
    const points = next.take(wanted - next.taken);
    if (points.length === 0) break;
    roster.add(
      points.map(({ point, params, recipe }, place): Trial => {
        const id = roster.size + place;
        const trial = { id, number: id, sweepId: 0, point, replicate: 0, params, recipe };
        return { ...trial, state: 'queued', reports: [] };
      }),
    );
  }
  const trials = roster.all().flatMap(({ params }) =>
    Array.from({ length: runs }, (_, replicate) => {
      const recipe = recipeOrNull(recipes, params, replicate);
      // One without fails with the reason when its turn comes.
      return recipe ? [{ params, replicate, recipe }] : [];
    }).flat(),
  );
  const { count, equal, taken } = next;
  return { trials, total: count && trialCount(count, repeats), equal, points: taken };
}

/** Trials that are counted one by one, for what is equal among their points. */
const COUNTED = 10_000;

/** How many trials a sweep has, as far as that can be told; `rows`: those that it has already. */
export function countTrials(spec: SweepSpec, rows = 0): number | null {
  const { looks } = samplerNamed(spec.method.type);
  const total = looks ? sweepSize(spec) : plannedTrials(spec, COUNTED).total;
  return total === null ? null : Math.max(rows, total);
}
