import { z } from 'zod';
import { defineSchedule } from '../../src/schedules/schedule.js';

/**
 * Falls with the square root of the time passed (Vaswani et al., arXiv:1706.03762, section 5.3,
 * without its warm-up, which every schedule has): half the base rate after 3 `timescale` ticks.
 *
 * @example
 * scheduler: { type: inverse_sqrt, timescale: 2, warmup_epochs: 1 }
 */
export const inverseSqrt = defineSchedule({
  type: 'inverse_sqrt',
  options: z.strictObject({
    timescale: z.number().gt(0).default(1).describe('Ticks over which the rate begins to fall'),
  }),
  defaultInterval: 'epoch',
  stepwise: true,
  create:
    ({ timescale }, { baseLr }) =>
    (tick) => ({ lr: baseLr / Math.sqrt(1 + tick / timescale) }),
});
