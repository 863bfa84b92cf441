import type { Params } from '../core/space.js';
import type { Sampler } from './sampler.js';

/** The sampler that does not look: each trial's point follows from its number; undefined: no more. */
export function byNumber(pointOf: (number: number) => Params | undefined): Sampler {
  return {
    suggest({ first, count }) {
      const points: Params[] = [];
      for (let number = first; number < first + count; number += 1) {
        const params = pointOf(number);
        if (params === undefined) break;
        points.push(params);
      }
      return points;
    },
  };
}
