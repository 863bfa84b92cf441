import { z } from 'zod';
import { defineParameter } from './parameter.js';

export const epochsSchema = z.int().min(1).max(10_000);

/** Below 32 px the last stage has nothing left to look at. */
export const imageSizeSchema = z.int().min(32).max(1024);

export const learningRate = defineParameter({
  summary: 'Base learning rate',
  fallback: 0.001,
  range: 'real',
  schema: z.number().gt(0),
});

export const dropout = defineParameter({
  summary: 'Probability of dropping a pooled feature before fc',
  fallback: 0,
  range: 'real',
  schema: z.number().min(0).lt(1),
});

export const labelSmoothing = defineParameter({
  summary: 'Share of each label spread over all classes',
  fallback: 0,
  range: 'real',
  schema: z.number().min(0).lt(1),
});

export const batchSize = defineParameter({
  summary: 'Images in a training step',
  fallback: 32,
  range: 'whole',
  schema: z.int().min(1).max(8192),
});

export const epochs = defineParameter({
  summary: 'Passes over the training images',
  fallback: ({ epochs }) => epochs,
  fallbackText: "the file's own `epochs`",
  range: 'whole',
  schema: epochsSchema,
});

export const imageSize = defineParameter({
  summary: "Side in pixels of the network's input",
  fallback: ({ imageSize }) => imageSize,
  fallbackText: '`data.image_size`',
  range: 'whole',
  schema: imageSizeSchema,
});

export const gradientClip = defineParameter({
  summary: "Largest global L2 norm of a step's gradient; null: no clipping",
  fallback: null,
  range: 'real',
  schema: z.union([z.number().gt(0), z.null()]),
});

export const layerLrDecay = defineParameter({
  summary: 'Rate of each unit as a multiple of that of the unit above it (discriminative rates)',
  fallback: 1,
  range: 'real',
  schema: z.number().gt(0).max(1),
});

export const replicate = defineParameter({
  summary:
    'Repeats: each value trains the same point anew, with other random draws over the same images',
  fallback: 0,
  range: 'whole',
  schema: z.int().min(0),
});
