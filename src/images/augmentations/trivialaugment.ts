import { z } from 'zod';
import { drawInt } from '../../core/random.js';
import { defineAugmentation } from '../augmentation.js';
import { applyOperation, drawOperation } from '../auto-augment/draw-operation.js';
import { magnitudeTable } from '../auto-augment/magnitudes.js';

/**
 * One random operation out of fourteen at a random strength (TrivialAugment Wide: Müller & Hutter,
 * arXiv:2103.10158; torchvision's table, nearest neighbor, black fill). Nothing to tune.
 */
export const trivialaugment = defineAugmentation({
  type: 'trivialaugment',
  options: z.strictObject({
    num_magnitude_bins: z.int().min(2).default(31).describe('Steps of the strength scale'),
  }),
  create({ num_magnitude_bins: bins }) {
    return {
      level: 'image',
      draw: (rng, height, width) =>
        drawOperation(rng, TRIVIALAUGMENT_TABLE, drawInt(rng, bins), bins, height, width),
      apply: (image, drawn) => applyOperation(image, drawn),
    };
  },
});

const TRIVIALAUGMENT_TABLE = magnitudeTable({
  shear: 0.99,
  translate: () => 32,
  degrees: 135,
  change: 0.99,
  bits: 6,
});
