import { z } from 'zod';
import type { ScheduleDef } from './schedule.js';

/**
 * All options of one schedule as a sweep file may give them (without `type`): its own, and those
 * that every schedule has.
 *
 * Its own count in ticks of `interval`; `warmup_epochs` always in epochs.
 */
export function scheduleSchema(def: ScheduleDef) {
  const schema = schemas.get(def) ?? makeSchema(def);
  schemas.set(def, schema);
  return schema;
}

/** Making a schema takes a hundred times as long as using it, and every trial uses one. */
const schemas = new Map<ScheduleDef, ReturnType<typeof makeSchema>>();

function makeSchema(def: ScheduleDef) {
  return z
    .strictObject({
      ...def.options.shape,
      interval: intervalOf(def),
      warmup_epochs: z
        .number()
        .min(0)
        .default(0)
        .describe('Epochs of a linear ramp up to where the schedule starts'),
      warmup_factor: z
        .number()
        .gt(0)
        .max(1)
        .default(0.1)
        .describe('Where the ramp starts, as a fraction of where it ends'),
    })
    .refine(hasWholeTicks, {
      path: ['warmup_epochs'],
      message: 'expected whole epochs, as the rate changes once an epoch here (see interval: step)',
    });
}

export interface CommonOptions {
  readonly interval: 'epoch' | 'step';
  readonly warmup_epochs: number;
  readonly warmup_factor: number;
}

function intervalOf({ type, stepwise, defaultInterval }: ScheduleDef) {
  const interval = stepwise
    ? z.enum(['epoch', 'step'])
    : z.enum(['epoch'], `expected epoch: ${type} follows losses that come once an epoch`);
  return interval.default(defaultInterval as 'epoch').describe('How often the rate changes');
}

function hasWholeTicks(options: Readonly<Record<string, unknown>>): boolean {
  return options.interval === 'step' || Number.isInteger(options.warmup_epochs);
}
