import type { Params, SearchSpace } from '../../src/core/space.js';
import { createSampler } from '../../src/search/create-sampler.js';
import type { Study, StudyTrial } from '../../src/search/study.js';
import { NOTHING } from './asking.js';

/**
 * A sweep in which every trial comes to what `lossesOf` says of its params, asked for `count` at a
 * time: what a sampler finds.
 */
export function tried(
  method: { readonly type: string; readonly [option: string]: number | string | boolean },
  space: SearchSpace,
  lossesOf: (params: Params) => readonly number[],
  trials: number,
  { seed = 1, count = 1, study = NOTHING }: { seed?: number; count?: number; study?: Study } = {},
): readonly StudyTrial[] {
  const sampler = createSampler({ method, space, seed, order: 'declared' }, () => true);
  const ended: StudyTrial[] = [];
  while (ended.length < trials) {
    const first = ended.length;
    const asked = Math.min(count, trials - first);
    const points = sampler.suggest({
      first,
      count: asked,
      study: { ...study, trials: [...study.trials, ...ended] },
    });
    if (points.length === 0) break;
    for (const [place, params] of points.entries()) {
      const standing = lossesOf(params);
      ended.push({
        number: first + place,
        params,
        state: 'finished',
        losses: standing.slice(0, 1),
        standing,
      });
    }
  }
  return ended;
}

/** The smallest loss that was found. */
export function bestOf(trials: readonly StudyTrial[]): number {
  return Math.min(...trials.map(({ standing }) => standing[0]!));
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
