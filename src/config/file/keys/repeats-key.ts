import { z } from 'zod';
import type { Repeats } from '../../../core/study/repeats.js';

const runs = (least: number) => z.int().min(least).max(1000);

/** How often points are trained. */
export const repeatsSchema = z
  .union([
    runs(1),
    z.strictObject({
      n: runs(2).describe('Runs of each of the best points, the first one included'),
      top: z
        .int()
        .min(1)
        .max(10_000)
        .describe('How many of the best points, by their first run, once all trials have ended'),
    }),
  ])
  .default(1)
  .describe(
    'How often each point is trained, with other draws over the same images: 3; or only the best, at the end: {top: 5, n: 3}',
  );

export function resolveRepeats(key: z.infer<typeof repeatsSchema>): Repeats {
  return typeof key === 'number' ? { n: key, top: null } : key;
}
