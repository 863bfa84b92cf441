import { expect, test } from 'vitest';
import { trackSweep } from '../../../src/cli/progress/track-sweep.js';
import type { Trial } from '../../../src/core/trial.js';
import type { TrialState } from '../../../src/core/trial-state.js';
import { fakeReport } from '../../fakes/specs.js';

const trial = (id: number, state: TrialState): Trial => ({
  id,
  sweepId: 1,
  number: id,
  point: id,
  replicate: 0,
  recipe: null,
  params: {},
  state,
  reports: [],
});

test('tells how long a sweep still takes, by its pace', () => {
  let now = 0;
  const { observer, progress } = startedWith(4, () => now);
  now = 10_000;
  end(observer, 1, 'finished');
  expect(progress().secondsLeft).toBe(30);
});

test('tells that trials wait for a program, until their next step or report', () => {
  const { observer, progress } = startedWith(4, () => 0);
  const compiling = () => progress().running.map((group) => group.compiling);
  observer.onTrialStart(trial(1, 'running'));
  observer.onCompiling([1, 2], 'training step');
  expect(compiling()).toEqual(['training step']);
  observer.onStep([1], { epoch: 0, epochs: 2, step: 1, steps: 4 });
  expect(compiling()).toEqual([null]);
  observer.onCompiling([1], 'validation');
  expect(compiling()).toEqual(['validation']);
  observer.onReport(trial(1, 'running'), fakeReport(0, 0.5));
  expect(compiling()).toEqual([null]);
});

test('tells no time left while trials go back to the queue, until one starts again', () => {
  let now = 0;
  const { observer, progress } = startedWith(4, () => now);
  now = 10_000;
  end(observer, 1, 'finished');
  end(observer, 2, 'queued');
  expect(progress().secondsLeft).toBeNull();
  observer.onTrialStart(trial(2, 'running'));
  expect(progress().secondsLeft).toBe(30);
});

test('takes a trial that pauses for done, until it goes on', () => {
  let now = 0;
  const { observer, progress } = startedWith(4, () => now);
  now = 10_000;
  end(observer, 1, 'finished');
  const error = { code: 'E_PAUSED', message: 'others first' };
  observer.onTrialStart(trial(2, 'running'));
  observer.onTrialEnd(trial(2, 'queued'), { trialId: 2, state: 'interrupted', error });
  expect(progress()).toMatchObject({ secondsLeft: 10, ended: 1 });
  observer.onTrialStart(trial(2, 'running'));
  expect(progress().secondsLeft).toBe(30);
});

test.each([
  ['maximize', [0.5, 0.7, 0.6]],
  ['minimize', [0.5, 0.3, 0.4]],
] as const)('shows the trial that the leaderboard has first (%s)', (goal, values) => {
  const { observer, progress } = trackSweep([{ name: 'val_accuracy', goal }], null, () => 0);
  for (const [place, value] of values.entries()) finishAt(observer, place + 1, value);
  expect(progress().best).toEqual({ trial: 2, value: values[1], epoch: 0 });
});

test('of equal trials shows the earlier, whichever finishes first, as the leaderboard does', () => {
  const { observer, progress } = startedWith(4, () => 0);
  finishAt(observer, 3, 0.75);
  finishAt(observer, 2, 0.75);
  finishAt(observer, 4, 0.75);
  expect(progress().best?.trial).toBe(2);
});

function finishAt(observer: ReturnType<typeof trackSweep>['observer'], id: number, value: number) {
  const reports = [fakeReport(0, value)];
  observer.onTrialEnd({ ...trial(id, 'finished'), reports }, { trialId: id, state: 'finished' });
}

function startedWith(total: number, now: () => number) {
  const tracker = trackSweep([{ name: 'val_accuracy', goal: 'maximize' }], null, now);
  const recovered = { requeued: 0, failed: 0 };
  tracker.observer.onSweepStart({ total, ended: 0, recovered });
  return tracker;
}

function end(
  observer: ReturnType<typeof trackSweep>['observer'],
  id: number,
  state: 'finished' | 'queued',
): void {
  observer.onTrialStart(trial(id, 'running'));
  const ended = state === 'queued' ? 'interrupted' : state;
  observer.onTrialEnd(trial(id, state), { trialId: id, state: ended });
}
