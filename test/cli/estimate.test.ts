import { expect, test } from 'vitest';
import { defaultPace, observedPace, secondsFor } from '../../src/cli/estimate/pace.js';
import { workOf } from '../../src/cli/estimate/sweep-work.js';
import { UNITS } from '../../src/core/units.js';
import { unitCosts } from '../../src/sweep/planner/network-cost.js';
import { trunkKey } from '../../src/sweep/trunk-key.js';
import { fakeRecipe } from '../fakes/specs.js';

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, n) => sum + n, 0);
}

test('the whole network at 224 px costs what its paper says: 3.8 to 4.1 billion', () => {
  const costs = unitCosts({ imageSize: 224, stem: 'imagenet' });
  expect(total(costs)).toBeGreaterThan(3.8e9);
  expect(total(costs)).toBeLessThan(4.1e9);
});

test('four times the pixels cost four times as much, a small stem sixteen times', () => {
  const at = (imageSize: number, stem: 'imagenet' | 'small') =>
    total(unitCosts({ imageSize, stem }).slice(0, -1));
  expect(at(128, 'imagenet') / at(64, 'imagenet')).toBeCloseTo(4, 10);
  expect(at(64, 'small') / at(64, 'imagenet')).toBeGreaterThan(13);
});

test('frozen outputs that repeat are counted once for all trials that share them', () => {
  const plain = fakeRecipe({ learning_rate: 0.1 });
  const other = fakeRecipe({ learning_rate: 0.2 });
  const [first, second] = workOf([plain, other], trunkKey);
  expect(first!.frozen).toBeGreaterThan(0);
  expect(second).toEqual({ ...first, frozen: 0 });

  const flipped = { name: 'flip', transforms: [{ type: 'horizontal_flip' }] };
  const augmented = workOf(
    [plain, other].map((recipe) => ({ ...recipe, augmentation: flipped })),
    trunkKey,
  );
  // 3 epochs of 100 images each; 50 to validate once.
  expect(augmented[0]!.frozen / first!.frozen).toBeCloseTo(350 / 150, 10);
  expect(augmented[1]!.frozen / first!.frozen).toBeCloseTo(300 / 150, 10);
});

test('the observed pace is the median, so that one trial that waited does not count', () => {
  const work = { frozen: 1e12, forward: 1e12, backward: 1e11 };
  const seconds = secondsFor(work, defaultPace('wasm'));
  const trained = [2, 2, 50].map((factor) => ({ work, seconds: factor * seconds }));
  const pace = observedPace(trained, 'wasm')!;
  expect(secondsFor(work, pace)).toBeCloseTo(2 * seconds, 10);
  expect(observedPace([], 'wasm')).toBeNull();
  expect(observedPace([{ work, seconds: 2 }], 'wasm')).toBeNull();
});

test.each([
  // Images a second of bench/throughput.js at 64 px on 2 cores: forward, layer4 and fc, all.
  ['wasm', 33.9, 21.9, 9.0],
  ['tensorflow', 119.7, 82.8, 26.7],
])('the pace assumed for %s is within a fifth of what was measured', (backend, ...measured) => {
  const costs = unitCosts({ imageSize: 64, stem: 'imagenet' });
  const cuts = [costs.length, UNITS.indexOf('layer4.0'), 0];
  for (const [i, cut] of cuts.entries()) {
    const [frozen, trained] = [total(costs.slice(0, cut)), total(costs.slice(cut))];
    const work = { frozen, forward: trained, backward: trained };
    const ratio = 1 / secondsFor(work, defaultPace(backend)) / measured[i]!;
    expect(Math.abs(ratio - 1), `${cut}: ${ratio}`).toBeLessThan(0.2);
  }
});
