import { z } from 'zod';
import type { WarmStart } from '../../../core/study/warm-start.js';

/** An earlier sweep that a sampler begins with. */
export const warmStartSchema = z
  .union([z.int().min(1), z.string().min(1).max(200), z.null()])
  .default(null)
  .describe(
    'An earlier sweep of the same database, by its id or its name, whose finished trials the sampler learns from; default: none',
  );

/** Its points are found when the sweep begins. */
export function resolveWarmStart(key: z.infer<typeof warmStartSchema>): WarmStart | null {
  return key === null ? null : { sweep: String(key), points: [] };
}
