import type { Image } from '../augmentation.js';
import { isBytes } from './blank.js';

/** Mean of each channel; whole numbers for bytes. */
export function meanColor({ data }: Image): readonly number[] {
  const pixels = data.length / 3;
  const sums = [0, 0, 0];
  for (let i = 0; i < data.length; i += 1) sums[i % 3]! += data[i]!;
  return sums.map((sum) => (isBytes(data) ? Math.round(sum / pixels) : sum / pixels));
}
