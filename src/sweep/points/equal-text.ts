import { equalPoints } from '../../core/words/equal-points.js';
import { count } from '../../core/words/numbers.js';
import { MOST_EQUAL, type NextPoints } from './next-points.js';

/** What is to be said of points that others are equal to; null: nothing. */
export function equalText({ taken, equal, gaveUp }: NextPoints): string | null {
  if (gaveUp) {
    return `the sampler proposed nothing new ${MOST_EQUAL} times in a row, so the sweep ends after ${count(taken, 'point')}`;
  }
  return equal === 0 ? null : equalPoints({ equal, asked: taken + equal });
}
