import { describe, expect, test } from 'vitest';
import type { Brush } from '../../src/charts/chart.js';
import { trialsShown } from '../../src/charts/parts/trials-shown.js';
import type { TrialEntry } from '../../src/results/documents/live/trials.js';
import { documentsOf } from './documents.js';

const [trial] = documentsOf({ trials: 1, states: ['finished'] }).trials.trials;
const trials = [{ type: 'step', step_size: 3 }, { type: 'step', step_size: 5 }, 'cosine'].map(
  (scheduler, k): TrialEntry => ({ ...trial!, trial: k, params: { scheduler } }),
);

function shown(brush: Record<string, Brush>): readonly number[] {
  return trialsShown(trials, { brush }, 'val_accuracy').map((each) => each.trial);
}

describe('a brush', () => {
  test('takes a choice by its type, or with its options', () => {
    expect(shown({ scheduler: { values: ['step'] } })).toEqual([0, 1]);
    expect(shown({ scheduler: { values: ['step(step_size=5)', 'cosine'] } })).toEqual([1, 2]);
  });

  test('reaches an option of a choice, which others do not have', () => {
    expect(shown({ 'scheduler.step_size': { low: 0, high: 4 } })).toEqual([0]);
    expect(shown({ 'scheduler.gamma': { low: 0, high: 4 } })).toEqual([]);
  });

  test('of a type takes no empty text for one', () => {
    expect(shown({ scheduler: { values: [''] } })).toEqual([]);
  });
});
