import type { Params, SearchSpace } from '../../../src/core/space.js';
import type { Report, Trial } from '../../../src/core/trial.js';
import type { TrialState } from '../../../src/core/trial-state.js';
import { countStates } from '../../../src/core/trial-state.js';
import { pointsOf, type Tried } from '../../../src/results/insight/tried-points.js';
import { changed, fakeRecipe, fakeReport, fakeSpec, type RecipeFields } from '../../fakes/specs.js';

/** A trial as a test describes it: one epoch with a validation accuracy, unless it says otherwise. */
export interface FakeTrial {
  readonly params: Params;
  readonly accuracy?: number;
  /** In place of `accuracy`. */
  readonly reports?: readonly Report[];
  readonly state?: TrialState;
  /** What its recipe has beside its params. */
  readonly recipe?: RecipeFields;
}

/** What a sweep over `space` has tried. */
export function triedOf(
  space: SearchSpace,
  fakes: readonly FakeTrial[],
  spec = fakeSpec({ space }),
): Tried {
  const trials = fakes.map((fake, number) => trialOf(fake, number));
  const counts = countStates(trials.map(({ state }) => state));
  return {
    sweep: {
      ...{ id: 1, name: spec.name, state: 'finished', spec, file: '/sweeps/fake.yaml' },
      ...{ source: '', backend: 'wasm', createdAt: '2026-01-01T00:00:00.000Z', counts },
    },
    points: pointsOf(trials, spec.metric),
    trials,
    counts,
  };
}

function trialOf(
  { params, accuracy, reports, state, recipe = {} }: FakeTrial,
  number: number,
): Trial {
  const own = reports ?? (accuracy === undefined ? [] : [fakeReport(0, accuracy)]);
  return {
    ...{ id: number + 1, sweepId: 1, number, point: number, replicate: 0, params },
    ...{ recipe: changed(fakeRecipe(params), recipe), state: state ?? 'finished', reports: own },
  };
}
