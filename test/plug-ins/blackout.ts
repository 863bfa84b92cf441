import { z } from 'zod';
import { defineAugmentation } from '../../src/images/augmentation.js';
import { mapValues } from '../../src/images/pixels/map-channels.js';

/** A transform as small as they come: with probability `p` an image is black. */
export const blackout = defineAugmentation({
  type: 'blackout',
  options: z.strictObject({ p: z.number().min(0).max(1).default(0.5).describe('Probability') }),
  create: ({ p }) => ({
    level: 'image',
    draw: (rng) => rng() < p,
    apply: (image, black) => (black ? mapValues(image, () => 0) : image),
  }),
});
