import type { Tensor } from '@tensorflow/tfjs-core';
import type { NetworkInput } from '../input/network-input.js';
import type { Meter } from './meter.js';
import type { Cut, Trunk } from './trunk.js';

/**
 * Makes images ready and passes them to the cuts, and books both: whoever uses the first cut needs
 * the images too.
 */
export function passImages<Ready extends { readonly images: NetworkInput }>(
  { trunk, meter }: { readonly trunk: Trunk; readonly meter: Meter },
  make: () => Ready,
  cuts: readonly Cut[],
): {
  readonly ready: Ready;
  /** Per cut [n, ...]; owned by the caller. */
  readonly features: readonly Tensor[];
  /** As booked, per cut. */
  readonly seconds: readonly number[];
} {
  const started = performance.now();
  const ready = make();
  const making = (performance.now() - started) / 1000;
  const passed = trunk.features(ready.images, cuts);
  const [first = 0, ...others] = passed.seconds;
  const seconds = [first + making, ...others];
  meter.passed(cuts, seconds, ready.images.size);
  return { ready, features: passed.features, seconds };
}
