import { z } from 'zod';
import { defineSchedule } from '../schedule.js';

/**
 * Falls as a power of what remains, to 0 after `total_iters` ticks (PyTorch's PolynomialLR); with
 * power 1 a straight line.
 */
export const polynomial = defineSchedule({
  type: 'polynomial',
  options: z.strictObject({
    total_iters: z.int().min(1).optional().describe('Ticks until the rate is 0; default all'),
    power: z.number().gt(0).default(1).describe('Exponent of the remaining share'),
  }),
  defaultInterval: 'epoch',
  stepwise: true,
  check({ total_iters }, { ticks, unit }) {
    if (total_iters === undefined || total_iters >= ticks) return [];
    const message = `the rate is 0 for the last ${ticks - total_iters} of ${ticks} ${unit}`;
    return [{ option: 'total_iters', message }];
  },
  create({ total_iters, power }, { baseLr, ticks }) {
    const total = total_iters ?? ticks;
    return (tick) => ({ lr: baseLr * (1 - Math.min(tick, total) / total) ** power });
  },
});
