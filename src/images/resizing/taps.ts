/** Which source pixels each target pixel of one axis is the weighted mean of. */
export interface Taps {
  /** Source pixels per target pixel; those not needed have weight 0. */
  readonly count: number;
  /** First source pixel of each target pixel. */
  readonly first: Int32Array;
  /** `count` weights for each target pixel, summing to 1. */
  readonly weights: Float64Array;
}

/**
 * Bilinear interpolation along one axis, pixel centers at halves, edges clamped. Shrinking widens the
 * filter to the step (antialiasing), as torch's `antialias=True`; without that each target pixel
 * would see two source pixels and skip the rest.
 */
export function bilinearTaps(from: number, to: number): Taps {
  const step = from / to;
  const reach = Math.max(1, step);
  const count = Math.min(from, Math.ceil(2 * reach));
  const first = new Int32Array(to);
  const weights = new Float64Array(to * count);
  for (let target = 0; target < to; target += 1) {
    const center = (target + 0.5) * step;
    const start = Math.max(0, Math.floor(center - reach + 0.5));
    const end = Math.min(from, start + count, Math.floor(center + reach + 0.5));
    // Near the far edge the window of `count` would stick out: begin earlier, with weights of 0.
    const base = Math.min(start, from - count);
    first[target] = base;
    let sum = 0;
    for (let source = start; source < end; source += 1) {
      const weight = Math.max(0, 1 - Math.abs(source + 0.5 - center) / reach);
      weights[target * count + source - base] = weight;
      sum += weight;
    }
    for (let k = target * count; k < (target + 1) * count; k += 1) weights[k]! /= sum;
  }
  return { count, first, weights };
}
