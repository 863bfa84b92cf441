import { z } from 'zod';
import { DEFAULT_RULE, type SnapshotRule } from '../../../core/snapshots/snapshot-rule.js';
import { byteSizeSchema } from '../byte-size.js';
import { durationSchema } from '../duration.js';

/** When training is kept as it is, so that it goes on from there after a stop or a crash. */
export const checkpointSchema = z
  .union([
    z.literal(false),
    z.strictObject({
      every: z
        .union([z.enum(['epoch', 'never']), z.literal(false), durationSchema])
        .default('epoch')
        .describe('epoch (and every 10 minutes inside long ones), a time such as 5m, or never'),
      keep: z.literal('last').default('last').describe('Which of them stay: the last'),
      max_bytes: byteSizeSchema
        .nullish()
        .describe('What those of all cohorts may take together, such as 2GB; default: any'),
    }),
  ])
  .prefault({})
  .describe(
    'When training is kept as it is, to go on from there after a stop or a crash; at most 2 % of the time',
  );

export function resolveCheckpoint(key: z.infer<typeof checkpointSchema>): SnapshotRule | null {
  if (key === false || key.every === false || key.every === 'never') return null;
  const maxBytes = key.max_bytes ?? null;
  if (key.every === 'epoch') return { ...DEFAULT_RULE, maxBytes };
  return { epochs: false, everyMs: key.every, maxBytes };
}
