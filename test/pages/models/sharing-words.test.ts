import { expect, test } from 'vitest';
import {
  commonTrunk,
  epochCounts,
  savedText,
  trunkText,
} from '../../../src/pages/models/sharing-words.js';
import type { SharedCohort } from '../../../src/results/documents/live/sharing.js';
import { aCohort } from './documents.js';

const document = (seconds: number, alone: number, cohorts = [aCohort()]) => {
  return { sweep: 1, cohorts, attempts: [], seconds, solo_seconds: alone };
};

test('it says how long training took, and how long it would have taken alone', () => {
  expect(savedText(document(100, 250))).toBe(
    '2 trials in 1 cohort took 1.7 min of training; alone they would have taken 4.2 min. Sharing saved 2.5 min: all was done 2.5 times as fast.',
  );
});

test('where nothing was shared it claims nothing', () => {
  expect(savedText(document(100, 100))).toContain('nothing in common');
  expect(savedText(document(0, 0, []))).toBe('No trial has begun: nothing was shared so far.');
  expect(savedText(document(0, 0))).toBe('2 trials in 1 cohort; no epoch has ended yet.');
});

test('an epoch that is that of several trials was trained once', () => {
  const branch = { branch: 0, parent: null, cut: 'fc', trials: [1, 2], seconds: 1 };
  const branches = [
    { ...branch, from_epoch: 0, to_epoch: 2 },
    { ...branch, branch: 1, parent: 0, trials: [2], from_epoch: 3, to_epoch: 3 },
  ];
  expect(epochCounts(aCohort({ branches }))).toEqual({ wanted: 7, trained: 4 });
});

test('what all cohorts share is said once', () => {
  const [one, other] = ['none', 'mixup'].map((augmentation) =>
    aCohort({ trunk: { augmentation, image_size: '64', seed: '1' } }),
  ) as [SharedCohort, SharedCohort];
  const common = commonTrunk([one, other]);
  expect(common).toEqual({ image_size: '64', seed: '1' });
  expect(trunkText(other.trunk, common)).toBe('augmentation mixup');
  expect(trunkText(one.trunk)).toBe('augmentation none, image_size 64, seed 1');
});

test('one cohort has nothing in common with others', () => {
  expect(commonTrunk([aCohort({ trunk: { seed: '1' } })])).toBeNull();
});
