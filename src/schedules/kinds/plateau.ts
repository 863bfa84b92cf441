import { z } from 'zod';
import { floorAbove } from '../notes.js';
import { defineSchedule } from '../schedule.js';

/**
 * Cuts the rate by `factor` when more than `patience` epochs pass without a better validation loss
 * (PyTorch's ReduceLROnPlateau with `mode: min` and a shorter patience).
 *
 * Replays all losses at each call: a few hundred numbers at most, and no state to save.
 *
 * @example
 * scheduler: { type: plateau, factor: 0.5, patience: 2 }
 */
export const plateau = defineSchedule({
  type: 'plateau',
  options: z.strictObject({
    factor: z.number().gt(0).lt(1).default(0.1).describe('Factor of each cut'),
    patience: z.int().min(0).default(5).describe('Epochs without improvement that are tolerated'),
    threshold: z.number().min(0).default(1e-4).describe('Smallest change that counts as better'),
    threshold_mode: z
      .enum(['rel', 'abs'])
      .default('rel')
      .describe('Whether threshold is a fraction of the best loss or a difference from it'),
    cooldown: z.int().min(0).default(0).describe('Epochs after a cut that are not counted'),
    min_lr: z.number().min(0).default(0).describe('Lowest rate'),
    eps: z.number().min(0).default(1e-8).describe('A cut smaller than this is not made'),
  }),
  defaultInterval: 'epoch',
  stepwise: false,
  check({ patience, min_lr }, outlook) {
    // The first loss is the best; then come those that are not better, and one more.
    const earliest = patience + 2;
    const message = `never cuts the rate: the first cut can come after ${earliest} epochs, and a trial has only ${outlook.ticks}`;
    return [
      ...(earliest >= outlook.ticks ? [{ option: 'patience', message }] : []),
      ...floorAbove('min_lr', min_lr, outlook, 'the rate is never cut'),
    ];
  },
  create(options, { baseLr }) {
    const { factor, patience, threshold, threshold_mode, cooldown, min_lr, eps } = options;
    const isBetter = (loss: number, best: number) =>
      threshold_mode === 'rel' ? loss < best * (1 - threshold) : loss < best - threshold;

    return (tick, valLosses) => {
      let lr = baseLr;
      let best = Number.POSITIVE_INFINITY;
      let badEpochs = 0;
      let resting = 0;
      for (const loss of valLosses.slice(0, tick)) {
        if (isBetter(loss, best)) {
          best = loss;
          badEpochs = 0;
        } else {
          badEpochs += 1;
        }
        if (resting > 0) {
          resting -= 1;
          badEpochs = 0;
        }
        if (badEpochs > patience) {
          const cut = Math.max(lr * factor, min_lr);
          if (lr - cut > eps) lr = cut;
          resting = cooldown;
          badEpochs = 0;
        }
      }
      return { lr };
    };
  },
});
