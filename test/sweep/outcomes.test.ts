import { describe, expect, test } from 'vitest';
import type { TrialEnd } from '../../src/core/trial.js';
import { type Circumstances, isPaused, outcomeOf, runsAlone } from '../../src/sweep/outcomes.js';

const boom = { code: 'E_TEST', message: 'boom' };
const circumstances = (change: Partial<Circumstances> = {}): Circumstances => ({
  alone: false,
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

  test('that a pruner paused goes back to the queue, and need not run alone', () => {
    const paused = outcome({ how: 'paused' }, { reason: 'others first' });
    expect(paused).toMatchObject({ state: 'interrupted', error: { message: 'others first' } });
    expect([isPaused(paused), runsAlone(paused)]).toEqual([true, false]);
  });

  test('whose loss became no number is diverged', () => {
    expect(outcome({ how: 'diverged', error: boom })).toMatchObject({
      state: 'diverged',
      error: boom,
    });
  });

  test('that broke in company runs again, alone', () => {
    const broke = outcome({ how: 'broke', error: boom });
    expect(broke).toMatchObject({ state: 'interrupted', error: boom });
    expect([isPaused(broke), runsAlone(broke)]).toEqual([false, true]);
  });

  test('that broke alone has failed', () => {
    expect(outcome({ how: 'broke', error: boom }, { alone: true })).toMatchObject({
      state: 'failed',
      error: boom,
    });
  });

  test.each(['signal', 'broken', undefined] as const)(
    'asked to stop because of %s runs again',
    (stopping) => {
      const interrupted = outcome({ how: 'interrupted' }, { stopping });
      expect(interrupted).toEqual({ trialId: 7, state: 'interrupted' });
      expect(runsAlone(interrupted)).toBe(false);
    },
  );

  test("asked to stop when the sweep's time was up is stopped", () => {
    expect(outcome({ how: 'interrupted' }, { stopping: 'budget' }).error).toEqual({
      code: 'E_BUDGET',
      message: "stopped when the sweep's budget.wall of 1m30s was over",
    });
  });

  test('asked to stop when its own time was up is stopped, whatever stops the sweep', () => {
    expect(outcome({ how: 'interrupted', overtime: true }, { stopping: 'signal' })).toMatchObject({
      state: 'stopped',
      error: { code: 'E_BUDGET', message: 'stopped after 1m, the time that budget.trial allows' },
    });
  });
});
