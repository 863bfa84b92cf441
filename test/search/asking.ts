import type { Params } from '../../src/core/space.js';
import type { Sampler } from '../../src/search/sampler.js';
import type { Study } from '../../src/search/study.js';

/** A sweep of which nothing is known yet. */
const METRIC = { name: 'val_loss', goal: 'minimize' } as const;

export const NOTHING: Study = { metric: METRIC, objectives: [METRIC], trials: [], earlier: [] };

/** The points of trials `first` to `first + count - 1`, as far as there are any. */
export function ask(
  sampler: Sampler,
  first: number,
  count: number,
  study = NOTHING,
): readonly Params[] {
  return sampler.suggest({ first, count, study });
}

/** The point of one trial; undefined: there are not so many. */
export function pointOf(sampler: Sampler, number: number): Params | undefined {
  return ask(sampler, number, 1)[0];
}
