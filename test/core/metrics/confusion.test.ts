import { expect, test } from 'vitest';
import { balancedAccuracy, macroF1 } from '../../../src/core/metrics/confusion.js';

const CONFUSION = [
  [5, 1, 0, 0],
  [2, 3, 1, 0],
  [0, 0, 0, 0],
  [1, 0, 2, 0],
];

test('balanced accuracy and macro F1 are those of scikit-learn 1.9.1', () => {
  // balanced_accuracy_score and f1_score(average='macro') of the same 15 labels and predictions.
  expect(balancedAccuracy(CONFUSION)).toBeCloseTo(0.4444444444444445, 15);
  expect(macroF1(CONFUSION)).toBeCloseTo(0.32857142857142857, 15);
});

test('all right is 1 and all wrong is 0, whatever the sizes of the classes', () => {
  const right = [
    [9, 0, 0],
    [0, 1, 0],
    [0, 0, 0],
  ];
  expect([balancedAccuracy(right), macroF1(right)]).toEqual([1, 1]);
  const wrong = [
    [0, 9],
    [1, 0],
  ];
  expect([balancedAccuracy(wrong), macroF1(wrong)]).toEqual([0, 0]);
});

test('without images there is no number', () => {
  expect([balancedAccuracy([[0]]), macroF1([])]).toEqual([Number.NaN, Number.NaN]);
});
