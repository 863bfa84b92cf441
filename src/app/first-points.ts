import type { Params } from '../core/space.js';
import type { SweepSpec } from '../core/sweep.js';
import { studyOf } from '../search/study.js';
import { samplerFor } from './sampler-for.js';

/**
 * The first points of a sweep, as many as there are. A sampler that looks at results is asked as if
 * there were none.
 */
export function firstPoints(spec: SweepSpec, count: number): readonly Params[] {
  const study = studyOf(spec, []);
  return samplerFor(spec).suggest({ first: 0, count, study });
}
