import type { Json } from '../../src/core/json.js';
import type { Distribution } from '../../src/core/space.js';

/** Whether `value` is one that the distribution can give. */
export function contains(distribution: Distribution, value: Json): boolean {
  switch (distribution.kind) {
    case 'constant':
      return same(distribution.value, value);
    case 'categorical':
      return distribution.values.some((candidate) => same(candidate, value));
    case 'int_uniform':
      return Number.isInteger(value) && isWithin(value, distribution);
    case 'uniform':
      return isWithin(value, distribution, distribution.q) && isMultiple(value, distribution.q);
    case 'normal':
      return isMultiple(value, distribution.q) && (!distribution.log || Number(value) >= 0);
    case 'derived':
      return false;
    case 'beta': {
      const step = distribution.q ?? 0;
      return isWithin(value, { low: 0, high: 1 + step / 2 }) && isMultiple(value, distribution.q);
    }
  }
}

function isWithin(
  value: Json,
  { low, high }: { readonly low: number; readonly high: number },
  q = 0,
): boolean {
  const slack = q * 1e-9;
  return typeof value === 'number' && value >= low - slack && value <= high + slack;
}

function isMultiple(value: Json, q: number | undefined): boolean {
  if (typeof value !== 'number') return false;
  return q === undefined || Math.abs(value / q - Math.round(value / q)) < 1e-6;
}

function same(a: Json, b: Json): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
