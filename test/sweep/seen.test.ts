import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isFinal } from '../../src/core/trial-state.js';
import { coordinatesOf } from '../../src/search/spaces/coordinates.js';
import { studyOf } from '../../src/search/study.js';
import { pointsOf, type StudyRun } from '../../src/search/study-runs.js';
import { runsAsSeen, seenOf } from '../../src/sweep/seen.js';
import { fakeSpec } from '../fakes/specs.js';
import { climber } from '../plug-ins/climber.js';

const metric = { name: 'val_loss', goal: 'minimize' } as const;
const SPEC = fakeSpec({ metric });
const STATES = ['queued', 'running', 'finished', 'stopped', 'diverged', 'failed'] as const;

/** As a study has it: once a trial has ended, and reported. */
function standing(state: StudyRun['state'], losses: readonly number[]): readonly number[] {
  return isFinal(state) && losses.length > 0 ? [Math.min(...losses)] : [];
}

/** Trials as they are at some moment, and what they may have become later: three runs a point. */
const moments = fc
  .array(
    fc.record({
      state: fc.constantFrom(...STATES),
      losses: fc.array(fc.double({ min: 0, max: 9, noNaN: true }), { maxLength: 5 }),
      later: fc.array(fc.double({ min: 0, max: 9, noNaN: true }), { maxLength: 3 }),
    }),
    { maxLength: 30 },
  )
  .chain((trials) => fc.record({ trials: fc.constant(trials), more: fc.nat({ max: 4 }) }))
  .map(({ trials, more }) => {
    const before = trials.map(({ state, losses }, number) => runOf(number, state, losses));
    const now = before.map((run, number): StudyRun => {
      if (isFinal(run.state)) return run;
      return runOf(number, 'finished', [...run.losses, ...trials[number]!.later]);
    });
    for (let number = before.length; number < before.length + more; number += 1) {
      now.push(runOf(number, 'queued', []));
    }
    return { before, now };
  });

function runOf(number: number, state: StudyRun['state'], losses: readonly number[]): StudyRun {
  const point = Math.floor(number / 3);
  const params = { learning_rate: point / 10 };
  return { number, point, params, state, losses, standing: standing(state, losses) };
}

test('what a sampler saw can be made again later, from what is stored with its suggestion', () => {
  fc.assert(
    fc.property(moments, ({ before, now }) => {
      const stored = JSON.parse(JSON.stringify(seenOf(before, [0, 1])));
      expect(runsAsSeen(stored, now)).toEqual(before);
      expect(pointsOf(runsAsSeen(stored, now))).toEqual(pointsOf(before));
    }),
    { numRuns: 300 },
  );
});

test('so that its suggestion can be replayed', () => {
  const space = { learning_rate: { kind: 'uniform', low: 0, high: 1, scale: 'linear' } } as const;
  const sampler = climber.create({
    space,
    coordinates: coordinatesOf(space),
    cost: null,
    seed: 3,
    order: 'declared',
    options: climber.options.parse({}),
    allows: () => true,
  });
  const studyWith = (runs: readonly StudyRun[]) => studyOf(SPEC, pointsOf(runs));
  const before = [0, 1, 2].map((run) => runOf(run, 'finished', [3 - run]));
  const open = runOf(3, 'running', [2]);
  const now = [...before, runOf(3, 'stopped', [2, 0])];
  const seen = seenOf([...before, open], [2, 4]);
  const ask = { first: seen.asked[0], count: seen.asked[1] };
  const suggested = sampler.suggest({ ...ask, study: studyWith([...before, open]) });
  expect(sampler.suggest({ ...ask, study: studyWith(now) })).not.toEqual(suggested);
  expect(sampler.suggest({ ...ask, study: studyWith(runsAsSeen(seen, now)) })).toEqual(suggested);
});
