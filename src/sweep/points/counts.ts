import type { Repeats } from '../../core/study/repeats.js';
import type { SweepSpec } from '../../core/sweep.js';
import { samplerNamed } from '../../search/sampler-named.js';

/** What says how large a sweep is. */
type SizeSpec = Pick<SweepSpec, 'runCap' | 'method' | 'space' | 'points' | 'repeats'>;

/**
 * Points of a sweep at most, those of its file included; null: until the sampler has no more.
 * `run_cap` counts points: what they are repeated for comes on top.
 */
export function pointCount({ runCap, method, space, points }: SizeSpec): number | null {
  const size = samplerNamed(method.type).size(space);
  if (size === null) return runCap;
  return Math.min(runCap ?? Number.POSITIVE_INFINITY, points.length + size);
}

/** Trials of so many points. */
export function trialCount(points: number, { n, top }: Repeats): number {
  return top === null ? points * n : points + Math.min(top, points) * (n - 1);
}

/** How many trials a sweep has at most; null: until the sampler has no more. */
export function sweepSize(spec: SizeSpec): number | null {
  const points = pointCount(spec);
  return points === null ? null : trialCount(points, spec.repeats);
}
