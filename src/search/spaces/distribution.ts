import type { Json } from '../../core/json.js';
import type { Distribution } from '../../core/space.js';
import { betaQuantile, normalQuantile } from './quantiles.js';

/**
 * The value at `u` in [0, 1): every kind of parameter as a map from the unit interval, so that a
 * sampler needs to know none of them. Rising with u wherever values have an order.
 */
export function valueAt(distribution: Distribution, u: number): Json {
  switch (distribution.kind) {
    case 'constant':
      return distribution.value;
    case 'categorical':
      return distribution.values[categoryAt(distribution, u)]!;
    case 'int_uniform':
      return distribution.low + Math.floor(u * (distribution.high - distribution.low + 1));
    case 'uniform':
      return quantize(alongScale(distribution, u), distribution.q, distribution);
    case 'normal': {
      const x = distribution.mu + distribution.sigma * normalQuantile(inside(u));
      return quantize(distribution.log ? Math.exp(x) : x, distribution.q);
    }
    case 'beta':
      return quantize(betaQuantile(u, distribution.a, distribution.b), distribution.q);
    case 'derived':
      throw new Error(`${distribution.expression} is worked out, not drawn`);
  }
}

/** x rounded to a multiple of q, and to one within the bounds if any are given. */
export function quantize(
  x: number,
  q: number | undefined,
  bounds?: { readonly low: number; readonly high: number },
): number {
  if (q === undefined) return x;
  let steps = Math.round(x / q);
  if (bounds) steps = Math.min(Math.max(steps, firstStep(bounds.low, q)), lastStep(bounds.high, q));
  return multiple(steps, q);
}

/** Steps of q at or above `low`, and at or below `high`: the ends of a quantized range. */
export function firstStep(low: number, q: number): number {
  return Math.ceil(low / q - ROUNDING);
}

export function lastStep(high: number, q: number): number {
  return Math.floor(high / q + ROUNDING);
}

/** `steps` times q without the tail of binary fractions: 3 x 0.1 is 0.3. */
export function multiple(steps: number, q: number): number {
  return Number((steps * q).toPrecision(14));
}

/** The place `u` between the bounds of a range, on the range's own scale; both ends reachable. */
export function alongScale(range: Extract<Distribution, { kind: 'uniform' }>, u: number): number {
  const { low, high, scale } = range;
  // The ends by themselves: exp(log(x)) is off by a rounding, and a bound must hold exactly.
  if (u === 0 || low === high) return low;
  if (u === 1) return high;
  // inv_log_uniform's 1/x is log-uniform between 1/high and 1/low, and then so is x.
  const x = scale === 'linear' ? low + u * (high - low) : low * Math.exp(u * Math.log(high / low));
  return Math.min(Math.max(x, low), high);
}

const ROUNDING = 1e-9;

/** Which of the values of a list lies at `u`. */
export function categoryAt(
  { values, probabilities }: Extract<Distribution, { kind: 'categorical' }>,
  u: number,
): number {
  if (!probabilities) return Math.floor(u * values.length);
  let below = 0;
  for (const [index, probability] of probabilities.entries()) {
    below += probability;
    if (u < below) return index;
  }
  // Only roundings of the sum get here: the last value that can be drawn at all.
  return probabilities.findLastIndex((probability) => probability > 0);
}

/** A normal has no value at 0: the smallest u that `seedrandom` gives above it. */
function inside(u: number): number {
  return Math.max(u, 2 ** -53);
}
