import { expect, test } from 'vitest';
import { neighborsOf } from '../../../src/pages/models/neighbors.js';
import type { TrialEntry } from '../../../src/results/documents/live/trials.js';

const entry = (trial: number, number: number): TrialEntry => ({
  ...{ trial, number, point: number, replicate: 0, state: 'finished', value: 1, epoch: 0 },
  ...{ epochs: 1, seconds: 1, trained_parameters: null, change: 0, feasible: true },
  ...{ values: {}, params: {} },
});

test('neighbors are those before and after by number, whatever their ids', () => {
  const all = [entry(7, 2), entry(3, 3), entry(9, 1)];
  expect(neighborsOf(7, all)).toEqual({ before: 9, after: 3 });
  expect(neighborsOf(9, all)).toEqual({ before: null, after: 7 });
  expect(neighborsOf(1, all)).toEqual({ before: null, after: null });
});
