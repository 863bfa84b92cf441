import { beforeAll, expect, test } from 'vitest';
import type { Params } from '../../../src/core/space.js';
import { describePrograms, loadPrograms, type ProgramEngine } from '../../golden/programs.js';
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
      const works = [];
      for (const steps of [4, 12, 32, 64]) works.push(await workOf(params, steps));
      console.log(works);
      const [few, more, many] = works;
      expect(more!.reads).toBe(few!.reads);
      expect(many!.reads).toBe(few!.reads + (FIXED.epochs * 32) / AHEAD);
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
    const { programs, ...walking } = engine;
    const results = [];
    for (const each of [engine, walking]) {
      const lab = await openLab(each, { train: 13, val: 4 });
      const together = await lab.train(params);
      expect(together.trials[0]).toEqual((await lab.train([base])).trials[0]);
      const { trials, errors } = together;
      results.push({ errors, states: trials.map(({ state }) => state) });
      lab.close();
    }
    console.log(results);
    expect(results[0]).toEqual(results[1]);
    expect(results[0]).toMatchObject({ states: ['finished', 'diverged'] });
  });

  test.each(['none', 'crop-flip'])(
    'gives the same wherever frozen outputs are kept: %s',
    async (augmentation) => {
      const params = ['fc', 'layer4.2', 1].map((unfrozen_layers): Params => {
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
        results.push({ trials: first.trials, tensors: lab.tensors(), trunk: again.work.trunk });
        lab.close();
      }
      console.log(results.map(({ tensors, trunk }) => [tensors, trunk]));
      const [all, some, none] = results;
      expect(some!.trials).toEqual(all!.trials);
      expect(none!.trials).toEqual(all!.trials);
    },
  );
});

describePrograms('a cohort that XLA compiles', ['xla'], () => {
  test('compiles few programs, each once, and tells of them', async () => {
    const { programs, ...engine } = await loadPrograms('xla');
    const titles: string[] = [];
    programs.listen({ compiling: (title) => titles.push(title), fallback: expect.unreachable });
    const lab = await openLab({ ...engine, programs }, { train: 6, val: 2 });
    const params = [1e-3, 1e-4].map((learning_rate) => {
      return { ...FIXED, augmentation: 'none', unfrozen_layers: 'fc', learning_rate };
    });
    const { trials } = await lab.train(params);
    expect([...titles].sort()).toEqual(['frozen layers', 'training step', 'validation']);
    expect(programs.compiled().programs).toBe(titles.length);
    expect(programs.compiled().seconds).toBeGreaterThan(0);
    // Shared or alone, the bits are the same.
    expect((await lab.train([params[1]!])).trials[0]).toEqual(trials[1]);
    expect(programs.compiled().programs).toBe(titles.length);
    lab.close();
  });
});
