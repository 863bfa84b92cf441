import { drawInt } from '../../core/random.js';
import { defineAugmentation } from '../augmentation.js';
import { drawBeta } from '../draw-beta.js';
import { mixLabels } from '../mix/labels.js';
import { withPartners } from '../mix/partners.js';
import { mixingOptions } from '../options/mixing.js';
import { clippedBox } from '../pixels/box.js';

/**
 * Puts a piece of the image before it into each image of the batch; labels mix by area (CutMix: Yun
 * et al., arXiv:1905.04899, eq. 1). One box per batch, of area 1 - λ with λ ~ Beta(alpha, alpha)
 * before it is cut off at the edges.
 *
 * @example
 * - cutmix: { alpha: 1, p: 0.5 }
 */
export const cutmix = defineAugmentation({
  type: 'cutmix',
  options: mixingOptions,
  create({ alpha, p }) {
    return {
      level: 'batch',
      draw: (rng, { height, width }) => ({
        mixes: rng() < p,
        lambda: drawBeta(rng, alpha),
        center: { x: drawInt(rng, width), y: drawInt(rng, height) },
      }),
      apply(batch, { mixes, lambda, center }) {
        if (!mixes) return;
        const { height, width } = batch;
        const half = 0.5 * Math.sqrt(1 - lambda);
        const [halfHeight, halfWidth] = [Math.floor(half * height), Math.floor(half * width)];
        const box = clippedBox(center, halfHeight, halfWidth, height, width);
        withPartners(batch.images, batch.size, (image, partner) => {
          for (let y = box.top; y < box.bottom; y += 1) {
            const start = 3 * (y * width + box.left);
            const end = 3 * (y * width + box.right);
            image.set(partner.subarray(start, end), start);
          }
        });
        const area = (box.bottom - box.top) * (box.right - box.left);
        mixLabels(batch, 1 - area / (height * width));
      },
    };
  },
});
