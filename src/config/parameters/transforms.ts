import { z } from 'zod';
import type { Choice, Json } from '../../core/json.js';
import { augmentations } from '../../images/augmentations/index.js';

/** One transform with its options: `{ random_crop: { padding: 4 } }`. */
export const withOptionsSchema = withOptions().meta({ id: 'transform_with_options' });

/** One transform: a bare name, or `{ random_crop: { padding: 4 } }`; options resolved. */
const transformSchema = z
  .union([bareName(), withOptionsSchema])
  .meta({ id: 'transform', description: 'A name, or { name: { options } }' });

/** A list of transforms, applied in order. */
export const transformListSchema = z
  .array(transformSchema)
  .meta({ id: 'transforms', description: 'Transforms, in order' });

/** A short name of a set that has none: equal exactly when the transforms are. */
export function nameOfTransforms(transforms: readonly Choice[]): string {
  if (transforms.length === 0) return 'none';
  return transforms
    .map(({ type, ...options }) => {
      const text = JSON.stringify(options).replaceAll('"', '');
      return text === '{}' ? type : `${type}${text}`;
    })
    .join('+');
}

function bareName() {
  return z.enum(Object.keys(augmentations)).transform((type, context): Choice => {
    const parsed = augmentations[type]!.options.safeParse({});
    if (parsed.success) return { type, ...(parsed.data as Record<string, Json>) };
    const why = parsed.error.issues.map(({ message }) => message).join('; ');
    context.addIssue(`${type} needs options, { ${type}: { ... } }: ${why}`);
    return z.NEVER;
  });
}

function withOptions() {
  const shape = Object.fromEntries(
    Object.entries(augmentations).map(([type, { options }]) => {
      const own = options.strict();
      const empty = z
        .null()
        .transform(() => ({}))
        .pipe(own);
      return [type, z.union([own, empty]).optional()];
    }),
  );
  return z
    .strictObject(shape)
    .refine((transform) => Object.keys(transform).length === 1, {
      error: ({ input }) =>
        `expected one transform in an entry, got ${Object.keys(input as object).length}; start each with "- "`,
    })
    .transform((transform): Choice => {
      const [type, options] = Object.entries(transform)[0]!;
      return { type, ...(options as Record<string, Json>) };
    });
}
