import { expect, test } from 'vitest';
import { activationCounts, parameterCounts, unitCosts } from '../../src/networks/costs.js';
import { resnet50 } from '../../src/networks/resnet50.js';

const total = (numbers: readonly number[]) => numbers.reduce((sum, n) => sum + n, 0);

test('the whole network at 224 px costs what its paper says: 3.8 to 4.1 billion', () => {
  const costs = unitCosts(resnet50, { imageSize: 224, stem: 'imagenet' });
  expect(total(costs)).toBeGreaterThan(3.8e9);
  expect(total(costs)).toBeLessThan(4.1e9);
});

test('four times the pixels cost four times as much, a small stem sixteen times', () => {
  const at = (imageSize: number, stem: 'imagenet' | 'small') =>
    total(unitCosts(resnet50, { imageSize, stem }).slice(0, -1));
  expect(at(128, 'imagenet') / at(64, 'imagenet')).toBeCloseTo(4, 10);
  expect(at(64, 'small') / at(64, 'imagenet')).toBeGreaterThan(13);
});

test('it has the 25.6 million parameters that are known of it', () => {
  expect(total(parameterCounts(resnet50)) / 1e6).toBeCloseTo(25.55, 1);
});

test('every unit has its cost, its parameters and its activations', () => {
  const input = { imageSize: 64, stem: 'imagenet' } as const;
  for (const counts of [
    unitCosts(resnet50, input),
    parameterCounts(resnet50),
    activationCounts(resnet50, input),
  ]) {
    expect(counts).toHaveLength(18);
    expect(Math.min(...counts)).toBeGreaterThan(0);
  }
});
