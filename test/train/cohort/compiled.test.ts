import { beforeAll, expect, test } from 'vitest';
import type { Params } from '../../../src/core/space.js';
import { describePrograms, type ProgramEngine } from '../../golden/programs.js';
import { countWork } from './count-work.js';
import { openLab } from './lab.js';

const FIXED = { batch_size: 2, image_size: 32, epochs: 2, learning_rate: 1e-4 };

/** Steps that a device may be ahead of its losses. */
const AHEAD = 16;

describePrograms('a compiled cohort', ['graph'], (load) => {
  let engine: ProgramEngine;
  beforeAll(async () => {
    engine = await load();
  });

  /** What a cohort asks of TensorFlow, trained once before, on so many steps an epoch. */
  async function workOf(params: readonly Params[], steps: number) {
    const { work, restore } = countWork(engine);
    const lab = await openLab(await load(), { train: 2 * steps, val: 4 });
    await lab.train(params);
    const programs = [...work.programs];
    const before = { ...work, tensors: lab.tensors() };
    await lab.train(params);
    expect(work.programs).toEqual(programs);
    expect(lab.tensors()).toBe(before.tensors);
    lab.close();
    restore();
    return { reads: work.reads - before.reads, uploads: work.uploads - before.uploads, programs };
  }

  test.each(['none', 'mixup'])(
    'reads losses once in sixteen steps and brings what steps take in bulk: %s',
    async (augmentation) => {
      const params = [{ ...FIXED, augmentation, unfrozen_layers: 'fc' }];
      const few = await workOf(params, 4);
      const more = await workOf(params, 12);
      const many = await workOf(params, 32);
      expect(more.reads).toBe(few.reads);
      expect(many.reads).toBe(few.reads + (FIXED.epochs * 32) / AHEAD);
      expect(more.uploads).toBe(few.uploads);
      // Images that are passed once go there in blocks of 32.
      expect(many.uploads - few.uploads).toBeLessThanOrEqual((2 * 32) / 32);
    },
  );

  test('records one program for all its trials that differ in numbers', async () => {
    const base = { ...FIXED, optimizer: { type: 'sgd', momentum: 0.9 }, unfrozen_layers: 'fc' };
    const params: readonly Params[] = [
      base,
      { ...base, learning_rate: 0.1, label_smoothing: 0.1 },
      { ...base, optimizer: { type: 'sgd', momentum: 0.5, weight_decay: 0.1 } },
      { ...base, scheduler: 'cosine' },
    ];
    const alone = await workOf([base], 4);
    // In another folder, at another time: by the same names they are found on disk.
    expect((await workOf(params, 4)).programs).toEqual(alone.programs);
  });

  test('ends a trial whose loss is no number as walking does, and no other', async () => {
    const base = { ...FIXED, unfrozen_layers: 'layer4.2', augmentation: 'crop-flip' };
    const params = [base, { ...base, learning_rate: 1e30 }];
    const { programs: _, ...walking } = engine;
    const results = [];
    for (const each of [engine, walking]) {
      const lab = await openLab(each, { train: 13, val: 4 });
      const together = await lab.train(params);
      expect(together.trials[0]).toEqual((await lab.train([base])).trials[0]);
      const { trials, errors } = together;
      results.push({ errors, states: trials.map(({ state }) => state) });
      lab.close();
    }
    expect(results[0]).toEqual(results[1]);
    expect(results[0]).toMatchObject({ states: ['finished', 'diverged'] });
  });

  test.each(['none', 'crop-flip'])(
    'gives the same wherever frozen outputs are kept: %s',
    async (augmentation) => {
      const params = ['fc', 'layer4.2'].map((unfrozen_layers): Params => {
        return { ...FIXED, batch_size: 6, augmentation, unfrozen_layers };
      });
      const results = [];
      // All of them on the device, some, none.
      for (const memoryBytes of [1e9, 7e5, 0]) {
        const lab = await openLab(
          { ...engine, info: { ...engine.info, memoryBytes } },
          { train: 13, val: 5 },
        );
        const first = await lab.train(params, { keepAugmented: true });
        const again = await lab.train(params, { keepAugmented: true, warm: true });
        expect(again.trials).toEqual(first.trials);
        expect(again.work.trunk).toBe(0);
        results.push(first.trials);
        lab.close();
      }
      const [all, some, none] = results;
      expect(some).toEqual(all);
      expect(none).toEqual(all);
    },
  );
});
