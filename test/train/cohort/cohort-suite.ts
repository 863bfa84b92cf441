import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Precision } from '../../../src/core/recipe.js';
import type { Params } from '../../../src/core/space.js';
import type { Engine } from '../../../src/device/backend.js';
import { type Lab, openLab, type Trained } from './lab.js';

/** What a generated sweep varies; its trials share one augmentation set, so one trunk key. */
const trial = fc.record({
  unfrozen_layers: fc.constantFrom('fc', 'layer4.2', 1),
  scheduler: fc.constantFrom(
    'constant',
    'cosine',
    'plateau',
    'one_cycle',
    { type: 'step', step_size: 1 },
    { type: 'step', step_size: 2 },
    { type: 'cosine', interval: 'step', warmup_epochs: 1 },
  ),
  learning_rate: fc.constantFrom(0.01, 0.002),
  optimizer: fc.constantFrom('sgd', 'sgd', 'adam'),
  weight_decay: fc.constantFrom(0, 0, 0.01),
  dropout: fc.constantFrom(0, 0, 0.3),
  label_smoothing: fc.constantFrom(0, 0, 0.1),
  gradient_clip: fc.constantFrom(null, null, 0.5),
  pooling: fc.constantFrom('avg', 'avg', 'max'),
  epochs: fc.constantFrom(2, 3),
});

const sweep = fc.record({
  augmentation: fc.constantFrom('none', 'crop-flip', 'mixup'),
  trials: fc.array(trial, { minLength: 2, maxLength: 4 }),
  keepAugmented: fc.boolean(),
  cache: fc.constantFrom({}, { cacheBytes: 0 }, { cacheBytes: 0, spill: true }),
  stops: fc.constantFrom(new Map<number, number>(), new Map([[0, 0]])),
});

const FIXED = { batch_size: 6, image_size: 32 };

/** What cohorts promise, on any engine: each trial has the bits it has alone. */
export function cohortSuite(load: () => Promise<Engine>): void {
  let lab: Lab;
  let precisions: readonly Precision[];
  beforeAll(async () => {
    // The last batch of an epoch has one image: heads with batch norm leave it out.
    const engine = await load();
    precisions = engine.info.precisions;
    lab = await openLab(engine, { train: 13, val: 5 });
  }, 60_000);
  afterAll(() => lab.close());

  test('trains each of its trials to the bits it has alone', { timeout: 300_000 }, async () => {
    const examples = fc.asyncProperty(sweep, async ({ augmentation, trials, stops, ...how }) => {
      const params = trials.map((each): Params => ({ ...FIXED, augmentation, ...each }) as Params);
      const together = await lab.train(params, { ...how, ...how.cache, stops });
      for (const [index, each] of params.entries()) {
        const stop = stops.get(index);
        const own = stop === undefined ? new Map() : new Map([[0, stop]]);
        const { trials } = await lab.train([each], { stops: own });
        expect(together.trials[index]).toEqual(trials[0]);
      }
    });
    await fc.assert(examples, { numRuns: 6, endOnFailure: true });
  });

  test('trains them to those bits over frozen layers of any precision', async () => {
    for (const precision of precisions) {
      const params = ['fc', 'layer4.2', 1].map((unfrozen_layers): Params => {
        return { ...FIXED, epochs: 2, augmentation: 'crop-flip', unfrozen_layers, precision };
      });
      const { trials } = await lab.train(params);
      for (const [index, each] of params.entries()) {
        expect((await lab.train([each])).trials[0]).toEqual(trials[index]);
      }
    }
  });

  test('gives the same in any order, and over what an earlier cohort kept', async () => {
    const params: Params[] = [1, 'fc', 'layer4.2'].map((unfrozen_layers) => {
      return { ...FIXED, epochs: 2, augmentation: 'crop-flip', unfrozen_layers };
    });
    const first = await lab.train(params, { keepAugmented: true });
    const again = await lab.train(params.toReversed(), { warm: true });
    expect(again.trials.toReversed()).toEqual(first.trials);
    // 2 epochs of 13 images (12 where batch norm trains) and 5 to validate, for each trial; the
    // second time all of it was kept.
    expect(first.work).toMatchObject({ trunk: 31, trunkAlone: 89 });
    expect(again.work).toMatchObject({ trunk: 0, trunkAlone: 89 });
  });

  test('takes what does not hang on draws from another run of its points, to the bit', async () => {
    for (const augmentation of ['none', 'crop-flip']) {
      const run = (replicate: number): Params => {
        return { ...FIXED, augmentation, replicate, unfrozen_layers: 1, epochs: 2, dropout: 0.3 };
      };
      const other = await lab.train([run(0)]);
      const shared = await lab.train([run(1)], { warm: true });
      const alone = await lab.train([run(1)]);
      expect(shared.trials).toEqual(alone.trials);
      expect(alone.trials).not.toEqual(other.trials);
      // Five images to validate on, and thirteen to train on: augmented ones pass in both epochs, but
      // for the last, which would be a batch by itself.
      const augmented = augmentation === 'none' ? 0 : 2 * 12;
      expect([alone.work.trunk, shared.work.trunk]).toEqual([5 + (augmented || 13), augmented]);
      expect(shared.work.trunkAlone).toBe(alone.work.trunkAlone);
    }
  });

  test('leaves no tensor behind, whether it ends, is pruned or is interrupted', async () => {
    const params = ['constant', 'cosine', 'plateau'].map((scheduler): Params => {
      return { ...FIXED, epochs: 2, unfrozen_layers: 'layer4.2', augmentation: 'mixup', scheduler };
    });
    await lab.train(params);
    const before = lab.tensors();
    await lab.train(params, { stops: new Map([[1, 0]]) });
    expect(lab.tensors()).toBe(before);
    // In the middle of the second epoch, after the branches parted.
    const { trials } = await lab.train(params, { interruptAfter: 12 });
    expect(trials.map(({ state }) => state)).toEqual(Array(3).fill('interrupted'));
    expect(trials.map(({ reports }) => reports.length)).toEqual([1, 1, 1]);
    expect(lab.tensors()).toBe(before);
  });

  test('writes the weights of its best trials only, from their best epochs', async () => {
    const params = [0.02, 0.001, 0.0001].map((learning_rate): Params => {
      return { ...FIXED, epochs: 3, unfrozen_layers: 'layer4.2', learning_rate };
    });
    const all = await lab.train(params);
    const ranked = all.trials.toSorted((a, b) => bestAccuracy(b) - bestAccuracy(a));
    const one = await lab.train(params, { keep: 1 });
    expect(one.trials.map(({ weights }) => weights).filter((weights) => weights !== null)).toEqual([
      ranked[0]!.weights,
    ]);
  });

  test('gives no place among the kept weights to a trial that pauses', async () => {
    const params = [0.02, 0.0001].map((learning_rate): Params => {
      return { ...FIXED, epochs: 3, unfrozen_layers: 'fc', learning_rate };
    });
    const place = new Map([0, 1].map((index) => [index, 0]));
    const all = await lab.train(params, { stops: place });
    const one = await lab.train(params, { stops: place, keep: 1 });
    const winner = one.trials.findIndex(({ weights }) => weights !== null);
    const other = 1 - winner;
    const { trials } = await lab.train(params, {
      stops: new Map([[other, 0]]),
      pauses: new Map([[winner, 0]]),
      keep: 1,
    });
    expect(trials[winner]).toMatchObject({ state: 'paused', weights: null });
    expect(trials[other]).toEqual(all.trials[other]);
  });

  test('says of each validation image whether it was right', async () => {
    // More than one block of them.
    const images = 150;
    const large = await openLab(await load(), { train: 13, val: images });
    try {
      const { reports } = await large.train([{ ...FIXED, epochs: 2, unfrozen_layers: 'fc' }]);
      for (const { metrics, rights } of reports[0]!) {
        const bits = Array.from({ length: images }, (_, k) => (rights![k >> 3]! >> (k & 7)) & 1);
        const right = bits.reduce((sum, bit) => sum + bit, 0);
        expect(right).toBe(Math.round(metrics.val_accuracy * images));
        expect(right).toBeGreaterThan(0);
        expect(rights).toHaveLength(Math.ceil(images / 8));
      }
    } finally {
      large.close();
    }
  });

  describe('trials that train alike', () => {
    const scheduled = (scheduler: Params[string]): Params => {
      return { ...FIXED, epochs: 3, unfrozen_layers: 'layer4.2', scheduler };
    };

    test('are trained once until they part, and each reports every epoch', async () => {
      const { reports, work } = await lab.train([
        scheduled('constant'),
        scheduled({ type: 'step', step_size: 2 }),
        scheduled('cosine'),
        scheduled('plateau'),
        scheduled('constant'),
      ]);
      expect(reports.map((epochs) => epochs.map(({ sharedWith }) => sharedWith))).toEqual([
        [null, null, null],
        [0, 0, null],
        [0, null, null],
        [0, 0, 0],
        [0, 0, 0],
      ]);
      // 12 images a trial and epoch; 6 of the 15 were trained.
      expect(work).toMatchObject({ trained: 6 * 12, trainedAlone: 15 * 12 });
      const solo = reports[0]!.map(({ seconds, soloSeconds }) => soloSeconds - seconds);
      expect(Math.min(...solo)).toBeGreaterThan(0);
      // What each epoch cost alone, from the first on; and what trains is the same for all.
      for (const epochs of reports) {
        let seconds = 0;
        for (const { metrics, soloSeconds } of epochs) {
          seconds += soloSeconds;
          expect(metrics.training_seconds).toBe(seconds);
          expect(metrics.trained_parameters).toBe(reports[0]![0]!.metrics.trained_parameters);
        }
      }
    });

    test('share their seconds, which add up to no more than the time there was', async () => {
      const params = ['constant', 'constant', 'cosine', { type: 'step', step_size: 1 }].map(
        scheduled,
      );
      const started = performance.now();
      const { reports } = await lab.train(
        params.map((each) => ({ ...each, augmentation: 'mixup' })),
      );
      const elapsed = (performance.now() - started) / 1000;
      const shares = reports.map((epochs) => epochs.reduce((sum, each) => sum + each.seconds, 0));
      const total = shares.reduce((sum, share) => sum + share);
      expect(shares[0]).toBeCloseTo(shares[1]!, 10);
      expect(total).toBeLessThanOrEqual(elapsed);
      expect(total).toBeGreaterThan(0.5 * elapsed);
    });
  });
}

function bestAccuracy({ reports }: Trained): number {
  return Math.max(...reports.map(({ metrics }) => metrics.val_accuracy));
}
