import { z } from 'zod';
import { drawInt, type Rng } from '../../core/random.js';
import { defineAugmentation } from '../augmentation.js';
import { range } from '../options/range.js';
import type { Box } from '../pixels/box.js';
import { enlarge } from '../pixels/enlarge.js';

/**
 * Cuts out a random part of random shape and stretches it to the old size (Szegedy et al.,
 * arXiv:1409.4842, section 6; torchvision's RandomResizedCrop with antialiasing).
 *
 * @example
 * - random_resized_crop: { scale: [0.5, 1] }
 */
export const randomResizedCrop = defineAugmentation({
  type: 'random_resized_crop',
  options: z.strictObject({
    scale: range(1).default([0.08, 1]).describe("Share of the image's area, [min, max]"),
    ratio: range()
      .default([3 / 4, 4 / 3])
      .describe('Width over height, [min, max]'),
  }),
  create({ scale, ratio }) {
    return {
      level: 'image',
      draw: (rng, height, width) =>
        drawPart(rng, height, width, scale, ratio) ?? centralPart(height, width, ratio),
      apply: (image, part) => enlarge(image, part),
    };
  },
});

type Range = readonly [number, number];

/** Ten tries to fit a part of the asked area and shape into the image. */
function drawPart(
  rng: Rng,
  height: number,
  width: number,
  scale: Range,
  ratio: Range,
): Box | undefined {
  const [narrowest, widest] = [Math.log(ratio[0]), Math.log(ratio[1])];
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const area = height * width * (scale[0] + (scale[1] - scale[0]) * rng());
    const shape = Math.exp(narrowest + (widest - narrowest) * rng());
    const w = Math.round(Math.sqrt(area * shape));
    const h = Math.round(Math.sqrt(area / shape));
    if (w < 1 || w > width || h < 1 || h > height) continue;
    const top = drawInt(rng, height - h + 1);
    const left = drawInt(rng, width - w + 1);
    return { top, left, bottom: top + h, right: left + w };
  }
  return undefined;
}

/** The largest central part of an allowed shape. */
function centralPart(height: number, width: number, [narrowest, widest]: Range): Box {
  const shape = Math.min(Math.max(width / height, narrowest), widest);
  const w = Math.max(1, Math.min(width, Math.round(height * shape)));
  const h = Math.max(1, Math.min(height, Math.round(width / shape)));
  const top = Math.floor((height - h) / 2);
  const left = Math.floor((width - w) / 2);
  return { top, left, bottom: top + h, right: left + w };
}
