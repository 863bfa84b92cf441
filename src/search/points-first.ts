import type { Params } from '../core/space.js';
import type { Sampler } from './sampler.js';

/**
 * The sampler behind points that come before its own. One that looks finds them in the study, under
 * their numbers, and is asked for those behind; another begins at 0 after them.
 */
export function pointsFirst(sampler: Sampler, points: readonly Params[], looks: boolean): Sampler {
  return {
    suggest({ first, count, study }) {
      const given = points.slice(first, first + count);
      const rest = count - given.length;
      if (rest === 0) return given;
      const from = first + given.length - (looks ? 0 : points.length);
      return [...given, ...sampler.suggest({ first: from, count: rest, study })];
    },
  };
}
