import { z } from 'zod';
import type { Choice } from '../../core/json.js';
import { defineParameter, type FileContext } from './parameter.js';
import { nameOfTransforms, transformListSchema, withOptionsSchema } from './transforms.js';

export const augmentation = defineParameter({
  summary: 'Random changes to training images: the name of a set, or a list of transforms',
  fallback: 'none',
  range: 'none',
  schema: (context) => augmentationSchema(context),
});

/** A set's name, known from the file or built in, or the transforms themselves. */
function augmentationSchema({ augmentations }: FileContext) {
  const named = (transforms: readonly Choice[]) => ({
    name: nameOfTransforms(transforms),
    transforms,
  });
  return z.union([
    z
      .enum(Object.keys(augmentations))
      .transform((name) => ({ name, transforms: augmentations[name]! })),
    transformListSchema.transform(named),
    withOptionsSchema.transform((one) => named([one])),
  ]);
}
