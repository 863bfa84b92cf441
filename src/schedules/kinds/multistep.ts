import { z } from 'zod';
import { doesNotFall, dropsTooLate } from '../notes.js';
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
  check({ milestones = [], gamma }, outlook) {
    const first = milestones.reduce((least, each) => Math.min(least, each), Number.MAX_VALUE);
    const late = milestones.filter((milestone) => milestone >= outlook.ticks);
    const some = `${late.length} of ${milestones.length} lie beyond the ${outlook.ticks} ${outlook.unit} of a trial`;
    return [
      ...(milestones.length > 0 ? dropsTooLate('milestones', first, outlook) : []),
      ...(late.length > 0 && first < outlook.ticks
        ? [{ option: 'milestones', message: some }]
        : []),
      ...doesNotFall(gamma),
    ];
  },
  create({ milestones, gamma }, { baseLr, ticks }) {
    const drops = milestones ?? [Math.ceil(ticks / 2), Math.ceil((3 * ticks) / 4)];
    const sorted = drops.toSorted((a, b) => a - b);
    return (tick) => ({ lr: baseLr * gamma ** countUpTo(sorted, tick) });
  },
});

/** How many of these rising numbers are at most `most`: a schedule asks at every tick. */
function countUpTo(sorted: readonly number[], most: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= most) low = middle + 1;
    else high = middle;
  }
  return low;
}
