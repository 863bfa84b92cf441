import { describe, expect, test } from 'vitest';
import type { TrialEnd } from '../../src/core/trial.js';
import { isPaused } from '../../src/core/trial.js';
import { type Circumstances, outcomeOf } from '../../src/sweep/outcomes.js';

const boom = { code: 'E_TEST', message: 'boom' };
const circumstances = (change: Partial<Circumstances> = {}): Circumstances => ({
  again: true,
  stopping: undefined,
  budget: { wallMs: 90_000, trialMs: 60_000 },
  reason: undefined,
  ...change,
});
const outcome = (end: Omit<TrialEnd, 'trialId'>, change: Partial<Circumstances> = {}) =>
  outcomeOf({ trialId: 7, ...end }, circumstances(change));

describe('a trial', () => {
  test('that had its last epoch is finished, whatever else goes on', () => {
    expect(outcome({ how: 'finished', checkpointEpoch: 2 }, { stopping: 'signal' })).toEqual({
      trialId: 7,
      state: 'finished',
      checkpointEpoch: 2,
    });
  });

  test('that a pruner stopped says why', () => {
    expect(outcome({ how: 'stopped' }, { reason: 'worse than the median' })).toMatchObject({
      state: 'stopped',
      error: { code: 'E_PRUNED', message: 'worse than the median' },
    });
  });

  test('that a pruner paused goes back to the queue', () => {
    const paused = outcome({ how: 'paused' }, { reason: 'others first' });
    expect(paused).toMatchObject({ state: 'interrupted', error: { message: 'others first' } });
    expect(isPaused(paused)).toBe(true);
  });

  test('whose loss became no number is diverged', () => {
    expect(outcome({ how: 'diverged', error: boom })).toMatchObject({
      state: 'diverged',
      error: boom,
    });
  });

  test('that broke and is to run again goes back to the queue', () => {
    const ended = outcome({ how: 'broke', error: boom });
    expect(ended).toMatchObject({ state: 'interrupted', error: boom });
    expect(isPaused(ended)).toBe(false);
  });

  test('that broke and is not to run again has failed', () => {
    expect(outcome({ how: 'broke', error: boom }, { again: false })).toMatchObject({
      state: 'failed',
      error: boom,
    });
  });

  test.each(['signal', 'broken', undefined] as const)(
    'asked to stop because of %s runs again',
    (stopping) => {
      const interrupted = outcome({ how: 'interrupted' }, { stopping });
      expect(interrupted).toEqual({ trialId: 7, state: 'interrupted' });
      expect(isPaused(interrupted)).toBe(false);
    },
  );

  test("asked to stop when the sweep's time was up is stopped", () => {
    expect(outcome({ how: 'interrupted' }, { stopping: 'budget' }).error).toEqual({
      code: 'E_BUDGET',
      message: "stopped when the sweep's budget.wall of 1m30s was over",
    });
  });

  test('that ended with the epoch in which its time was up is stopped for that', () => {
    expect(outcome({ how: 'stopped', overtime: true }, { reason: 'paused' }).error).toEqual({
      code: 'E_BUDGET',
      message: 'stopped after 1m, the time that budget.trial allows',
    });
  });

  test('asked to stop when its own time was up is stopped, whatever stops the sweep', () => {
    expect(outcome({ how: 'interrupted', overtime: true }, { stopping: 'signal' })).toMatchObject({
      state: 'stopped',
      error: { code: 'E_BUDGET', message: 'stopped after 1m, the time that budget.trial allows' },
    });
  });
});
