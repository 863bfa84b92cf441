import { describe, expect, test } from 'vitest';
import { tensorflow } from '../../src/device/backends/tensorflow.js';
import { wasm } from '../../src/device/backends/wasm.js';
import { unitCosts } from '../../src/networks/costs.js';
import { classifierUnit } from '../../src/networks/network.js';
import { resnet50 } from '../../src/networks/resnet50.js';
import { estimateSweep } from '../../src/plan/estimate-sweep.js';
import { defaultPace, observedPace } from '../../src/plan/pace.js';
import { priceTrial, workAlone } from '../../src/plan/price-trial.js';
import { changed, fakeRecipe, together } from '../fakes/specs.js';

const FC = classifierUnit(resnet50);
const UNITS = resnet50.units;

const layer4 = UNITS.indexOf('layer4.0');
const flipped = { name: 'flip', transforms: [{ type: 'horizontal_flip' }] };

const NOTHING = { trained: [], imagesPerSecond: null };

describe('an estimate', () => {
  test('counts once what trials share', () => {
    const recipes = [0.1, 0.1, 0.2].map((learning_rate) => fakeRecipe({ learning_rate }));
    const [one] = estimateSweep(recipes.slice(0, 1), wasm.speed, together(), NOTHING).cohorts;
    const { cohorts, seconds, aloneSeconds } = estimateSweep(
      recipes,
      wasm.speed,
      together(),
      NOTHING,
    );
    expect(cohorts).toEqual([{ trials: [0, 1, 2], branches: [2, 2, 2], seconds }]);
    expect(aloneSeconds).toBeCloseTo(3 * one!.seconds, 10);
    expect(seconds).toBeLessThan(1.3 * one!.seconds);
  });

  test('knows where schedules part', () => {
    const schedulers = [
      { type: 'constant' },
      { type: 'step', step_size: 2, gamma: 0.1 },
      { type: 'cosine', eta_min: 0 },
      { type: 'plateau' },
    ];
    const recipes = schedulers.map((scheduler) => changed(fakeRecipe(), { scheduler }));
    const { cohorts } = estimateSweep(recipes, wasm.speed, together(), NOTHING);
    expect(cohorts.map(({ branches }) => branches)).toEqual([[1, 2, 3]]);
  });

  test('takes half the time where the forward pass was measured to be twice as fast', () => {
    const at = (imagesPerSecond: number) =>
      estimateSweep([fakeRecipe()], wasm.speed, together(), { trained: [], imagesPerSecond });
    expect(at(80).seconds).toBeCloseTo(at(40).seconds / 2, 10);
    expect(at(80).basis).toBe('probed');
  });

  test('of runs of one point counts once what does not hang on draws', () => {
    const secondsOf = (augmentation: typeof flipped, runs: number) => {
      const recipes = Array.from({ length: runs }, (_, replicate) =>
        changed(fakeRecipe(), { augmentation, replicate }),
      );
      const estimate = estimateSweep(recipes, wasm.speed, together(), NOTHING);
      return estimate.cohorts.map(({ seconds }) => seconds);
    };
    const none = { name: 'none', transforms: [] };
    const price = priceTrial(changed(fakeRecipe(), { augmentation: none }), wasm.speed.backward);
    const [first, second, third] = secondsOf(none, 3);
    // All 150 images have passed the frozen layers.
    expect(second! / first!).toBeCloseTo(1 - price.trunk / workAlone(price), 10);
    expect(third).toBe(second);
    const [own, other] = secondsOf(flipped, 2);
    // 50 of 350: those to validate on.
    expect((own! - other!) / first!).toBeCloseTo(price.trunk / 3 / workAlone(price), 10);
  });

  test('of lanes is the longest of them', () => {
    const recipes = ['a', 'b', 'c'].map((name) =>
      changed(fakeRecipe(), { augmentation: { ...flipped, name } }),
    );
    const { cohorts, seconds } = estimateSweep(recipes, wasm.speed, together(2), NOTHING);
    expect(cohorts).toHaveLength(3);
    expect(seconds).toBeCloseTo(2 * cohorts[0]!.seconds, 10);
  });
});

test('frozen outputs that repeat are paid for once, augmented ones in every epoch', () => {
  const plain = priceTrial(fakeRecipe(), 3);
  const augmented = priceTrial(changed(fakeRecipe(), { augmentation: flipped }), 3);
  // 3 epochs of 100 images each, or one; 50 to validate once.
  expect(augmented.trunk / plain.trunk).toBeCloseTo(350 / 150, 10);
});

test('the observed pace is the median, so that one trial that waited does not count', () => {
  const recipe = changed(fakeRecipe({ epochs: 50 }), { firstTrained: 0 });
  const pace = defaultPace(wasm.speed);
  const seconds = workAlone(priceTrial(recipe, pace.backward)) / pace.rate;
  const trained = [2, 2, 50].map((factor) => ({ recipe, soloSeconds: factor * seconds }));
  expect(observedPace(trained, wasm.speed)!.rate).toBeCloseTo(pace.rate / 2, 0);
  expect(observedPace([], wasm.speed)).toBeNull();
  expect(observedPace([{ recipe, soloSeconds: 2 }], wasm.speed)).toBeNull();
});

test.each([
  // Images a second of bench/throughput.js at 64 px on 2 cores: forward, layer4 and fc, all.
  { backend: wasm, measured: [33.9, 21.9, 9.0] },
  { backend: tensorflow, measured: [119.7, 82.8, 26.7] },
])(
  'the pace assumed for $backend.name is within a fifth of what was measured',
  ({ backend, measured }) => {
    const costs = unitCosts(resnet50, { imageSize: 64, stem: 'imagenet' });
    const { rate, backward } = defaultPace(backend.speed);
    for (const [i, cut] of [FC + 1, layer4, 0].entries()) {
      const [frozen, trained] = [total(costs.slice(0, cut)), total(costs.slice(cut))];
      const ratio = rate / (frozen + trained * (1 + backward)) / measured[i]!;
      expect(Math.abs(ratio - 1), `${cut}: ${ratio}`).toBeLessThan(0.2);
    }
  },
);

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, n) => sum + n, 0);
}
