import { z } from 'zod';
import { floorAbove } from '../notes.js';
import { defineSchedule } from '../schedule.js';

/**
 * Half a cosine from the base rate down to `eta_min` after `T_max` ticks (SGDR without restarts:
 * Loshchilov & Hutter, arXiv:1608.03983, eq. 5; PyTorch's CosineAnnealingLR). A `T_max` below the
 * number of ticks makes it rise again, as PyTorch's does.
 *
 * @example
 * scheduler: { type: cosine, eta_min: 1e-5, warmup_epochs: 1 }
 */
export const cosine = defineSchedule({
  type: 'cosine',
  options: z.strictObject({
    T_max: z.int().min(1).optional().describe('Ticks from the base rate to eta_min; default all'),
    eta_min: z.number().min(0).default(0).describe('Lowest rate'),
  }),
  defaultInterval: 'epoch',
  stepwise: true,
  check({ T_max, eta_min }, outlook) {
    const { ticks, unit } = outlook;
    const rises = `the rate is lowest after ${T_max} of ${ticks} ${unit}, and rises again`;
    const stays = `a trial has ${ticks} ${unit}: the rate hardly falls`;
    return [
      ...(T_max !== undefined && T_max < ticks - 1 ? [{ option: 'T_max', message: rises }] : []),
      ...(T_max !== undefined && T_max > 2 * ticks ? [{ option: 'T_max', message: stays }] : []),
      ...floorAbove('eta_min', eta_min, outlook, 'the rate rises, instead of falling'),
    ];
  },
  create({ T_max, eta_min }, { baseLr, ticks }) {
    const period = T_max ?? ticks;
    return (tick) => ({
      lr: eta_min + ((baseLr - eta_min) * (1 + Math.cos((Math.PI * tick) / period))) / 2,
    });
  },
});
