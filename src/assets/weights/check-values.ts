import type { WeightTensor } from './weights.js';

/**
 * Why a network cannot train from a tensor of this name (torchvision's), as the end of a sentence;
 * null: it can. Without this a NaN would pass unseen through a backend whose ReLU makes it 0.
 */
export function wrongValues(name: string, { data }: WeightTensor): string | null {
  let zeros = 0;
  for (let i = 0; i < data.length; i += 1) {
    const value = data[i]!;
    // Below: neither NaN nor infinite.
    if (!(Math.abs(value) <= LARGEST)) {
      const what = Number.isNaN(value) ? 'NaN' : 'infinite as float32';
      return `holds values that are ${what}, first at place ${i}`;
    }
    if (value === 0) zeros += 1;
    else if (value < 0 && name.endsWith('.running_var')) {
      return `holds a variance below 0: ${value} at place ${i}`;
    }
  }
  const isFilter = /(?:conv\d+|downsample\.0)\.weight$/.test(name);
  return isFilter && zeros === data.length ? 'holds nothing but zeros' : null;
}

/** Of float32: 2^128 less one unit in the last place. */
const LARGEST = (2 - 2 ** -23) * 2 ** 127;
