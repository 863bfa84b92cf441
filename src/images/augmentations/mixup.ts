import { defineAugmentation } from '../augmentation.js';
import { drawBeta } from '../draw-beta.js';
import { mixLabels } from '../mix/labels.js';
import { withPartners } from '../mix/partners.js';
import { mixingOptions } from '../options/mixing.js';

/**
 * Mixes each image with the one before it in the batch, and their labels with them (mixup: Zhang et
 * al., arXiv:1710.09412, eq. 1). One λ ~ Beta(alpha, alpha) per batch.
 *
 * @example
 * - mixup: { alpha: 0.2 }
 */
export const mixup = defineAugmentation({
  type: 'mixup',
  options: mixingOptions,
  create({ alpha, p }) {
    return {
      level: 'batch',
      draw: (rng) => ({ mixes: rng() < p, lambda: drawBeta(rng, alpha) }),
      apply(batch, { mixes, lambda }) {
        if (!mixes) return;
        const other = 1 - lambda;
        withPartners(batch.images, batch.size, (image, partner) => {
          for (let i = 0; i < image.length; i += 1) {
            image[i] = other * partner[i]! + lambda * image[i]!;
          }
        });
        mixLabels(batch, lambda);
      },
    };
  },
});
