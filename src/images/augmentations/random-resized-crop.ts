import { z } from 'zod';
import { defineAugmentation } from '../augmentation.js';
import type { BoxRange } from '../draw-box.js';
import { drawBox } from '../draw-box.js';
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
      draw: (rng, height, width) => {
        const drawn = drawBox(rng, [height, width], { scale, ratio }, (area, wide) => {
          const w = Math.round(Math.sqrt(area * wide));
          const h = Math.round(Math.sqrt(area / wide));
          return w >= 1 && w <= width && h >= 1 && h <= height ? [h, w] : null;
        });
        return drawn ?? centralPart(height, width, ratio);
      },
      apply: (image, part) => enlarge(image, part),
    };
  },
});

/** The largest central part of an allowed shape. */
function centralPart(height: number, width: number, [narrowest, widest]: BoxRange['ratio']): Box {
  const shape = Math.min(Math.max(width / height, narrowest), widest);
  const w = Math.max(1, Math.min(width, Math.round(height * shape)));
  const h = Math.max(1, Math.min(height, Math.round(width / shape)));
  const top = Math.floor((height - h) / 2);
  const left = Math.floor((width - w) / 2);
  return { top, left, bottom: top + h, right: left + w };
}
