import { drawInt, type Rng } from '../core/random.js';
import type { Box } from './pixels/box.js';

/** What is drawn of a box, each evenly between [min, max], the ratio on a log scale. */
export interface BoxRange {
  /** Share of the image's area. */
  readonly scale: readonly [number, number];
  /** Of its sides; which over which is the caller's to say. */
  readonly ratio: readonly [number, number];
}

/**
 * Draws a box of random area, shape and place, as torchvision does: ten tries to find one whose
 * [height, width] `sidesOf` does not refuse (by null). Null: all were refused.
 */
export function drawBox(
  rng: Rng,
  [height, width]: readonly [number, number],
  { scale, ratio }: BoxRange,
  sidesOf: (area: number, ratio: number) => readonly [number, number] | null,
): Box | null {
  const [lowest, highest] = [Math.log(ratio[0]), Math.log(ratio[1])];
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const area = height * width * (scale[0] + (scale[1] - scale[0]) * rng());
    const sides = sidesOf(area, Math.exp(lowest + (highest - lowest) * rng()));
    if (!sides) continue;
    const [h, w] = sides;
    const top = drawInt(rng, height - h + 1);
    const left = drawInt(rng, width - w + 1);
    return { top, left, bottom: top + h, right: left + w };
  }
  return null;
}
