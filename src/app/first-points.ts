import { allowsFor } from '../config/allows.js';
import type { Params } from '../core/space.js';
import type { SweepSpec } from '../core/sweep.js';
import { createSampler } from '../search/create-sampler.js';
import { studyOf } from '../search/study.js';

/**
 * The first points of a sweep, as many as there are. A sampler that looks at results is asked as if
 * there were none.
 */
export function firstPoints(spec: SweepSpec, count: number): readonly Params[] {
  const study = studyOf(spec, []);
  return createSampler(spec, allowsFor(spec)).suggest({ first: 0, count, study });
}
