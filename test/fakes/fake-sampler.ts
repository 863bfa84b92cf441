import type { Params } from '../../src/core/space.js';
import { byNumber } from '../../src/search/by-number.js';
import type { Sampler } from '../../src/search/sampler.js';

/** Suggests the given points in order. */
export function listSampler(points: readonly Params[]): Sampler {
  return byNumber((number) => points[number]);
}

/** `count` points that differ in their learning rate: 0.1, 0.2, ... */
export function rates(count: number): readonly Params[] {
  return Array.from({ length: count }, (_, number) => ({ learning_rate: (number + 1) / 10 }));
}
