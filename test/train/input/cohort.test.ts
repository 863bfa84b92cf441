import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Params } from '../../../src/core/space.js';
import { describeEngines } from '../../golden/programs.js';
import { type Lab, openLab } from '../cohort/lab.js';

/** At a larger rate, training a whole network on noise makes much of any difference. */
const FIXED = { image_size: 40, batch_size: 6, learning_rate: 1e-7, epochs: 2 };

describeEngines('a cohort whose images are prepared on the device', (load) => {
  let host: Lab;
  let device: Lab;
  beforeAll(async () => {
    const engine = await load();
    host = await openLab(engine, { train: 13, val: 5 }, 'host');
    device = await openLab(engine, { train: 13, val: 5 }, 'device');
  });
  afterAll(() => {
    host.close();
    device.close();
  });

  /** Where all layers train, images that repeat are gathered on the device in each epoch. */
  const trials = (augmentation: string): readonly Params[] => {
    return [0, 'fc'].map((frozen_layers): Params => {
      const unfrozen_layers = frozen_layers === 0 ? 'all' : 'fc';
      return { ...FIXED, augmentation, unfrozen_layers };
    });
  };

  test.each(['none', 'crop-flip', 'mixup'])(
    'learns nearly what it learns of those prepared in JavaScript: %s',
    async (augmentation) => {
      const params = trials(augmentation);
      const want = await host.train(params);
      await device.train(params);
      const before = device.tensors();
      const got = await device.train(params);
      expect(device.tensors()).toBe(before);
      for (const [t, { reports }] of want.trials.entries()) {
        const losses = got.trials[t]!.reports.map(({ metrics }) => metrics.val_loss);
        expect(losses).toHaveLength(2);
        reports.forEach(({ metrics }, epoch) => {
          expect(Math.abs(losses[epoch]! / metrics.val_loss - 1)).toBeLessThan(0.02);
        });
        expect(got.trials[t]!.weights).not.toBe(want.trials[t]!.weights);
      }
      // Alone, each trial has the same bits.
      expect((await device.train([params[1]!])).trials[0]).toEqual(got.trials[1]);
    },
  );
});
