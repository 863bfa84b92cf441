import type { Tensor } from '@tensorflow/tfjs-core';
import type { Meter } from './meter.js';
import type { Cut, Trunk } from './trunk.js';

/**
 * Prepares n images and passes them to the cuts, and books both: whoever uses the first cut needs
 * the images too.
 */
export function passImages<Prepared extends { readonly images: Float32Array }>(
  { trunk, meter }: { readonly trunk: Trunk; readonly meter: Meter },
  prepare: () => Prepared,
  n: number,
  cuts: readonly Cut[],
): {
  readonly prepared: Prepared;
  /** Per cut [n, ...]; owned by the caller. */
  readonly features: readonly Tensor[];
  /** As booked, per cut. */
  readonly seconds: readonly number[];
} {
  const started = performance.now();
  const prepared = prepare();
  const preparing = (performance.now() - started) / 1000;
  const passed = trunk.features(prepared.images, n, cuts);
  const [first = 0, ...others] = passed.seconds;
  const seconds = [first + preparing, ...others];
  meter.passed(cuts, seconds, n);
  return { prepared, features: passed.features, seconds };
}
