import { z } from 'zod';
import { count } from '../../core/words/numbers.js';
import { floorAbove } from '../notes.js';
import { defineSchedule } from '../schedule.js';

/**
 * Half a cosine from the base rate to `eta_min`, over and over: the first takes `T_0` ticks, each
 * next one `T_mult` times as many (SGDR: Loshchilov & Hutter, arXiv:1608.03983; PyTorch's
 * CosineAnnealingWarmRestarts).
 *
 * @example
 * scheduler: { type: cosine_warm_restarts, T_0: 10, T_mult: 2 }
 */
export const cosineWarmRestarts = defineSchedule({
  type: 'cosine_warm_restarts',
  options: z.strictObject({
    T_0: z.int().min(1).optional().describe('Ticks of the first cycle; default a third of all'),
    T_mult: z
      .int()
      .min(1)
      .default(1)
      .describe('Length of each cycle as a multiple of the one before'),
    eta_min: z.number().min(0).default(0).describe('Lowest rate'),
  }),
  defaultInterval: 'epoch',
  stepwise: true,
  check({ T_0, eta_min }, outlook) {
    const { ticks, unit } = outlook;
    const message = `never restarts: a trial has only ${count(ticks, unit.slice(0, -1))}`;
    return [
      ...(T_0 !== undefined && T_0 >= ticks ? [{ option: 'T_0', message }] : []),
      ...floorAbove('eta_min', eta_min, outlook, 'the rate rises, instead of falling'),
    ];
  },
  create({ T_0, T_mult, eta_min }, { baseLr, ticks }) {
    const first = T_0 ?? Math.ceil(ticks / 3);
    return (tick) => {
      let since = tick;
      let period = first;
      while (since >= period) {
        since -= period;
        period *= T_mult;
      }
      return {
        lr: eta_min + ((baseLr - eta_min) * (1 + Math.cos((Math.PI * since) / period))) / 2,
      };
    };
  },
});
