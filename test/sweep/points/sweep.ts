import type { Recipe } from '../../../src/core/recipe.js';
import type { Params, SearchSpace } from '../../../src/core/space.js';
import type { SweepSpec } from '../../../src/core/sweep.js';
import type { Store } from '../../../src/store/port.js';
import type { SweepParts } from '../../../src/sweep/sweep-parts.js';
import { createFakeRunner } from '../../fakes/fake-runner.js';
import { listSampler, rates } from '../../fakes/fake-sampler.js';
import {
  changed,
  fakeRecipe,
  fakeSpec,
  NO_FILES,
  PROVENANCE,
  together,
} from '../../fakes/specs.js';

/** The space of a grid of so many points. */
export const gridOf = (count: number): SearchSpace => ({
  learning_rate: { kind: 'int_uniform', low: 1, high: count },
});

/** As `fakeRecipe`, each run with draws of its own. */
export const recipeOf = (params: Params, replicate: number): Recipe =>
  changed(fakeRecipe(params), { replicate });

/** A sweep over six rates, whose accuracy is its rate less a hundredth for each repeat. */
export async function prepareSweep(
  store: Store,
  spec: Partial<SweepSpec> = {},
  change: Partial<SweepParts> = {},
): Promise<SweepParts> {
  const resolved = fakeSpec(spec);
  return {
    store,
    sweepId: await store.queue.createSweep({ spec: resolved, file: '', source: '' }),
    spec: resolved,
    sampler: listSampler(rates(6)),
    pruner: null,
    runner: createFakeRunner({
      accuracy: ({ pace, trunk }) => pace.learningRate - trunk.replicate / 100,
    }),
    provenance: PROVENANCE,
    recipeFor: recipeOf,
    snapshots: null,
    files: NO_FILES,
    queue: together(),
    backward: 3,
    signal: new AbortController().signal,
    ...change,
  };
}
