import type { Json } from '../../core/json.js';
import type { Distribution } from '../../core/space.js';
import { valueAt } from './distribution.js';
import { betaCdf, normalCdf } from './quantiles.js';

/**
 * The way back of `valueAt`: a place u in [0, 1] at which the distribution has `value`, so that a
 * sampler which learns needs to know no kinds either. Where several places give it, one in their
 * midst for what comes in steps. 1 only where a continuous range's upper bound lies nowhere else.
 *
 * A number that no place gives gets the nearest one.
 *
 * @throws {Error} the value is none of those listed.
 */
export function unitOf(distribution: Distribution, value: Json): number {
  switch (distribution.kind) {
    case 'constant':
    case 'derived':
      return 0.5;
    case 'categorical':
      return categoryPlace(distribution, value);
    case 'int_uniform': {
      const { low, high } = distribution;
      return inside((Number(value) - low + 0.5) / (high - low + 1));
    }
    case 'uniform': {
      const u = rangePlace(distribution, Number(value));
      return exact(distribution, Number(value), distribution.q === undefined ? u : inside(u));
    }
    case 'normal':
      return exact(distribution, Number(value), normalPlace(distribution, Number(value)));
    case 'beta': {
      const { a, b } = distribution;
      return exact(distribution, Number(value), inside(betaCdf(Number(value), a, b)));
    }
  }
}

type Choice = Extract<Distribution, { kind: 'categorical' }>;

/** The middle of the places that give the value at `index` of a list. */
export function categoryMiddle({ values, probabilities }: Choice, index: number): number {
  const weights = probabilities ?? values.map(() => 1 / values.length);
  const below = weights.slice(0, index).reduce((sum, weight) => sum + weight, 0);
  return inside(below + weights[index]! / 2);
}

function categoryPlace(distribution: Choice, value: Json): number {
  const { values, probabilities } = distribution;
  const text = JSON.stringify(value);
  const index = values.findIndex(
    (each, i) => probabilities?.[i] !== 0 && JSON.stringify(each) === text,
  );
  if (index < 0) throw new Error(`expected one of ${JSON.stringify(values)}, got ${text}`);
  return categoryMiddle(distribution, index);
}

function rangePlace(
  { low, high, scale }: Extract<Distribution, { kind: 'uniform' }>,
  value: number,
): number {
  const x = Math.min(Math.max(value, low), high);
  if (low === high) return 0.5;
  return scale === 'linear' ? (x - low) / (high - low) : Math.log(x / low) / Math.log(high / low);
}

function normalPlace(
  { mu, sigma, log }: Extract<Distribution, { kind: 'normal' }>,
  value: number,
): number {
  if (log && value <= 0) return 0;
  return inside(normalCdf(((log ? Math.log(value) : value) - mu) / sigma));
}

function inside(u: number): number {
  return Math.min(Math.max(u, 0), 1 - EPSILON);
}

/** The distance between places just below 1. */
const EPSILON = 2 ** -53;

/**
 * The place near `guess`, off by roundings only, at which the distribution has `value`:
 * halving first, then, as quantiles rise but for their last bits, a look at the places around.
 */
function exact(distribution: Distribution, value: number, guess: number): number {
  const at = (u: number) => valueAt(distribution, u) as number;
  if (at(guess) === value) return guess;
  let [low, high] = [guess, guess];
  for (let width = EPSILON * Math.max(guess, EPSILON); width < 1; width *= 2) {
    if (at(low) > value) low = Math.max(0, guess - width);
    if (at(high) < value) high = Math.min(1, guess + width);
    if (at(low) <= value && value <= at(high)) break;
  }
  let middle = low + (high - low) / 2;
  while (at(middle) !== value && low < middle && middle < high) {
    if (at(middle) < value) low = middle;
    else high = middle;
    middle = low + (high - low) / 2;
  }
  return around(middle).find((u) => at(u) === value) ?? middle;
}

/** A place and its neighbors, nearest first. */
function around(u: number): readonly number[] {
  const steps = Array.from({ length: NEIGHBORS }, (_, k) => (k + 1) * u * EPSILON);
  return [u, ...steps.flatMap((step) => [u - step, Math.min(1, u + step)])];
}

const NEIGHBORS = 100;
