import { z } from 'zod';
import { defineAugmentation } from '../augmentation.js';
import { applyOperation, drawOperation } from '../auto-augment/draw-operation.js';
import { magnitudeTable } from '../auto-augment/magnitudes.js';

/**
 * `num_ops` random operations out of fourteen, all at one strength (RandAugment: Cubuk et al.,
 * arXiv:1909.13719; torchvision's table, nearest neighbor, black fill).
 *
 * @example
 * - randaugment: { num_ops: 2, magnitude: 9 }
 */
export const randaugment = defineAugmentation({
  type: 'randaugment',
  options: z
    .strictObject({
      num_ops: z.int().min(1).max(14).default(2).describe('Operations per image'),
      magnitude: z.int().min(0).default(9).describe('Strength, from 0 to num_magnitude_bins - 1'),
      num_magnitude_bins: z.int().min(2).default(31).describe('Steps of the strength scale'),
    })
    .refine(({ magnitude, num_magnitude_bins }) => magnitude < num_magnitude_bins, {
      path: ['magnitude'],
      message: 'expected less than num_magnitude_bins',
    }),
  create({ num_ops, magnitude, num_magnitude_bins: bins }) {
    return {
      level: 'image',
      draw: (rng, height, width) =>
        Array.from({ length: num_ops }, () =>
          drawOperation(rng, RANDAUGMENT_TABLE, magnitude, bins, height, width),
        ),
      apply: (image, drawn) => drawn.reduce(applyOperation, image),
    };
  },
});

export const RANDAUGMENT_TABLE = magnitudeTable({
  shear: 0.3,
  translate: (side) => (150 / 331) * side,
  degrees: 30,
  change: 0.9,
  bits: 4,
});
