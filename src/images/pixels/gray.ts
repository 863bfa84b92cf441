import type { Image } from '../augmentation.js';
import { isBytes } from './blank.js';

/** Weights of ITU-R BT.601, as torchvision rounds them: white comes out a little darker. */
export const LUMA = [0.2989, 0.587, 0.114] as const;

/** The mean brightness; each pixel's is floored first where the image is bytes. */
export function meanGray({ data }: Image): number {
  const [red, green, blue] = LUMA;
  const bytes = isBytes(data);
  let sum = 0;
  for (let i = 0; i < data.length; i += 3) {
    const gray = red * data[i]! + green * data[i + 1]! + blue * data[i + 2]!;
    sum += bytes ? Math.floor(gray) : gray;
  }
  return (3 * sum) / data.length;
}
