import { recipeFor } from '../../config/recipe-for.js';
import type { Store } from '../../core/ports.js';
import type { Recipe } from '../../core/recipe.js';
import { trunkKey } from '../../sweep/trunk-key.js';
import { defaultPace, observedPace, type Pace, secondsFor } from './pace.js';
import { workOf } from './sweep-work.js';

export interface Estimate {
  /** Training time of the whole sweep, downloads left out. */
  readonly seconds: number;
  readonly workers: number;
  /** `measured`: from trials in this database; `assumed`: from measurements on another machine. */
  readonly basis: 'measured' | 'assumed';
}

/** How long these trials would train. `store`: where earlier trials may tell the pace. */
export function estimateSweep(
  recipes: readonly Recipe[],
  backend: string,
  workers: number,
  store: Store | null,
): Estimate {
  const observed = store ? paceOf(store, backend) : null;
  const pace = observed ?? defaultPace(backend);
  const work = workOf(recipes, trunkKey);
  const alone = work.reduce((sum, each) => sum + secondsFor(each, pace), 0);
  return { seconds: alone / workers, workers, basis: observed ? 'measured' : 'assumed' };
}

/** Sweeps that are looked at: the latest are nearest to what is planned. */
const LATEST = 5;

function paceOf(store: Store, backend: string): Pace | null {
  const sweeps = store.sweeps().filter((sweep) => sweep.backend === backend);
  const trained = sweeps.slice(0, LATEST).flatMap(({ id, spec }) => {
    const trials = store.trials(id).filter(({ state }) => state === 'finished');
    const work = workOf(
      trials.map(({ params }) => recipeFor(spec, params)),
      trunkKey,
    );
    return trials.map(({ reports }, t) => {
      return { work: work[t]!, seconds: reports.reduce((sum, { seconds }) => sum + seconds, 0) };
    });
  });
  return observedPace(trained, backend);
}
