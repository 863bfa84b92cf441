import { describe, expect, test } from 'vitest';
import { pointsOf, type StudyRun } from '../../src/search/study-runs.js';

const run = (
  state: StudyRun['state'],
  losses: readonly number[] = [],
  standing: readonly number[] = [],
  point = 0,
): StudyRun => ({ number: 0, point, params: { point }, state, losses, standing });

describe('a point of several runs', () => {
  test('has by epoch the mean over those that have come so far', () => {
    const runs = [run('running', [4, 2, 1]), run('running', [2]), run('queued')];
    expect(pointsOf(runs)).toMatchObject([{ state: 'running', losses: [3, 2, 1], standing: [] }]);
  });

  test('has ended when its last run has, with the mean of what stands for each', () => {
    const first = run('finished', [4, 2], [2, 30]);
    expect(pointsOf([first, run('queued')])).toMatchObject([{ state: 'queued', standing: [] }]);
    const second = run('finished', [3, 4], [3, 10]);
    expect(pointsOf([first, second])).toMatchObject([
      { state: 'finished', losses: [3.5, 3], standing: [2.5, 20] },
    ]);
  });

  test('is no better than the worst of them, but for those that failed', () => {
    const good = run('finished', [1], [1]);
    const states = (...runs: readonly StudyRun[]) => pointsOf(runs).map(({ state }) => state);
    expect(states(good, run('stopped', [3], [3]))).toEqual(['stopped']);
    expect(states(good, run('diverged', [3], [3]))).toEqual(['diverged']);
    expect(states(good, run('failed', [9], [9]))).toEqual(['finished']);
    expect(pointsOf([run('failed', [9], [9]), good])).toMatchObject([
      { losses: [1], standing: [1] },
    ]);
    expect(states(run('failed'), run('failed'))).toEqual(['failed']);
  });
});

test('points come by number, with the params of their runs', () => {
  const runs = [run('queued', [], [], 3), run('queued', [], [], 0), run('queued', [], [], 3)];
  expect(pointsOf(runs)).toMatchObject([
    { number: 0, params: { point: 0 } },
    { number: 3, params: { point: 3 } },
  ]);
});
