import { z } from 'zod';
import { defineSchedule } from '../schedule.js';

/**
 * Multiplies the rate by `gamma` at each milestone (PyTorch's MultiStepLR). Without milestones at
 * half and at three quarters of the way, as He et al. (arXiv:1512.03385, section 4.2) did on CIFAR-10.
 *
 * @example
 * scheduler: { type: multistep, milestones: [12, 20] }
 */
export const multistep = defineSchedule({
  type: 'multistep',
  options: z.strictObject({
    milestones: z
      .array(z.int().min(1))
      .min(1)
      .optional()
      .describe('Ticks at which the rate drops; default 1/2 and 3/4 of them'),
    gamma: z.number().gt(0).default(0.1).describe('Factor of each drop'),
  }),
  defaultInterval: 'epoch',
  stepwise: true,
  create({ milestones, gamma }, { baseLr, ticks }) {
    const drops = milestones ?? [Math.ceil(ticks / 2), Math.ceil((3 * ticks) / 4)];
    return (tick) => ({ lr: baseLr * gamma ** drops.filter((drop) => drop <= tick).length });
  },
});
