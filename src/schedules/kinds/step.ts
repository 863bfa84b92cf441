import { z } from 'zod';
import { doesNotFall, dropsTooLate } from '../notes.js';
import { defineSchedule } from '../schedule.js';

/**
 * Multiplies the rate by `gamma` every `step_size` ticks (PyTorch's StepLR).
 *
 * @example
 * scheduler: { type: step, step_size: 10, gamma: 0.1 }
 */
export const step = defineSchedule({
  type: 'step',
  options: z.strictObject({
    step_size: z.int().min(1).optional().describe('Ticks between drops; default a third of them'),
    gamma: z.number().gt(0).default(0.1).describe('Factor of each drop'),
  }),
  defaultInterval: 'epoch',
  stepwise: true,
  check: ({ step_size, gamma }, outlook) => [
    ...dropsTooLate('step_size', step_size ?? 0, outlook),
    ...doesNotFall(gamma),
  ],
  create({ step_size, gamma }, { baseLr, ticks }) {
    const every = step_size ?? Math.ceil(ticks / 3);
    return (tick) => ({ lr: baseLr * gamma ** Math.floor(tick / every) });
  },
});
