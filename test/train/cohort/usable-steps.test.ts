import { expect, test } from 'vitest';
import { UsageError } from '../../../src/core/errors.js';
import {
  dropsRest,
  refuseSingleValues,
  usableSteps,
} from '../../../src/train/cohort/usable-steps.js';
import { fakeRecipe } from '../../fakes/specs.js';

const LAYER4 = 13;
const FC = 17;

function trunk(batchSize: number, imageSize = 32) {
  return { ...fakeRecipe().trunk, batchSize, imageSize };
}

test('a last batch of one is dropped where a batch norm that trains sees one pixel', () => {
  expect(usableSteps(trunk(8), LAYER4, 41)).toBe(5);
  expect(dropsRest(trunk(8), LAYER4, 41)).toBe(true);
  expect(usableSteps(trunk(8), LAYER4, 42)).toBe(6);
  expect(usableSteps(trunk(8), FC, 41)).toBe(6);
  expect(usableSteps(trunk(8, 64), LAYER4, 41)).toBe(6);
});

test('a trial all of whose batches are such is refused, as in PyTorch', () => {
  expect(() => refuseSingleValues(trunk(1), LAYER4, 40)).toThrow(UsageError);
  expect(() => refuseSingleValues(trunk(8), LAYER4, 1)).toThrow('Batches of 1 image at 32 px');
  refuseSingleValues(trunk(2), LAYER4, 40);
  refuseSingleValues(trunk(1), FC, 40);
  refuseSingleValues(trunk(1, 64), LAYER4, 40);
});
