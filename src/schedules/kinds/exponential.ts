import { z } from 'zod';
import { doesNotFall } from '../notes.js';
import { defineSchedule } from '../schedule.js';

/**
 * Multiplies the rate by `gamma` every tick (PyTorch's ExponentialLR). A gamma above 1 makes a
 * learning-rate range test.
 */
export const exponential = defineSchedule({
  type: 'exponential',
  options: z.strictObject({
    gamma: z.number().gt(0).default(0.9).describe('Factor per tick'),
  }),
  defaultInterval: 'epoch',
  stepwise: true,
  check: ({ gamma }) => doesNotFall(gamma),
  create:
    ({ gamma }, { baseLr }) =>
    (tick) => ({ lr: baseLr * gamma ** tick }),
});
