import { describe, expect, test } from 'vitest';
import type { Death } from '../../src/core/snapshots/death.js';
import type { Trial } from '../../src/core/trial.js';
import { fateOf } from '../../src/sweep/deaths/fate-of.js';
import { isSuspect, suspectCohorts } from '../../src/sweep/deaths/suspect-cohorts.js';
import { fakeRecipe } from '../fakes/specs.js';

const death = (change: Partial<Death> = {}): Death => ({
  ...{ trialId: 1, cohort: 'a', alone: true, before: [] },
  ...change,
});

const trial = (number: number): Trial => ({
  ...{ id: number + 1, sweepId: 1, number, point: number, replicate: 0, params: {} },
  ...{ recipe: fakeRecipe(), state: 'queued', reports: [] },
});

describe('a trial under which the process died', () => {
  test('runs again, however often it was killed at different places', () => {
    const before = ['1.2+3', '1.2+4', '0.9+1', null, null];
    expect(fateOf(death({ before }), '1.2+5')).toMatchObject({ state: 'queued', place: '1.2+5' });
  });

  test('runs again where the place of its deaths is not known', () => {
    expect(fateOf(death({ before: [null, null] }), null).state).toBe('queued');
  });

  test('twice at the same place, but beside others, runs again', () => {
    const fate = fateOf(death({ alone: false, before: ['1.2+3'] }), '1.2+3');
    expect(fate).toMatchObject({ state: 'queued', place: '~1.2+3' });
  });

  test('twice at the same place, alone and without progress between, has failed', () => {
    const { state, error } = fateOf(death({ before: ['1.2+3'] }), '1.2+3');
    expect(state).toBe('failed');
    expect(error).toMatchObject({ code: 'E_CRASHED' });
    expect(error.message).toMatch(/same place \(epoch 1, after step 2\).*not tried again$/);
  });
});

describe('a cohort that keeps dying', () => {
  const trials = [0, 1, 2, 3, 4].map(trial);
  const numbers = (cohorts: readonly (readonly Trial[])[]) =>
    cohorts.map((each) => each.map(({ number }) => number));

  test('stays whole for two deaths at a step, and for nine at any', () => {
    const deaths = (count: number, inPlace: number) => ({ count, cohort: 'a', inPlace });
    expect([deaths(2, 2), deaths(9, 1), deaths(9, 2)].map(isSuspect)).toEqual([
      ...[false, false, false],
    ]);
    expect([deaths(3, 3), deaths(5, 3), deaths(10, 0)].map(isSuspect)).toEqual([true, true, true]);
    expect(isSuspect(undefined)).toBe(false);
  });

  test('is halved, and each half again, until its trials run alone', () => {
    const cohorts = (suspects: readonly Trial[]) =>
      suspectCohorts(
        suspects,
        () => ({ count: 3, cohort: 'a', inPlace: 3 }),
        () => 1,
      );
    const [left, right] = cohorts(trials);
    expect(numbers([left!, right!])).toEqual([
      [0, 1, 2],
      [3, 4],
    ]);
    expect(numbers(cohorts(left!))).toEqual([[0, 1], [2]]);
    expect(numbers(cohorts(right!))).toEqual([[3], [4]]);
    expect(numbers(cohorts([trial(3)]))).toEqual([[3]]);
  });

  test('never mixes with another, nor trials that go on from different checkpoints', () => {
    const cohorts = suspectCohorts(
      trials,
      ({ number }) => ({ count: 3, cohort: number < 2 ? 'a' : 'b', inPlace: 3 }),
      ({ number }) => (number === 4 ? 2 : 1),
    );
    expect(numbers(cohorts)).toEqual([[0], [1], [2], [3], [4]]);
  });
});
