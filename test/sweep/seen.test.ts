import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isFinal } from '../../src/core/trial-state.js';
import { coordinatesOf } from '../../src/search/spaces/coordinates.js';
import { type Study, type StudyTrial, studyOf } from '../../src/search/study.js';
import { seenOf, studyAsSeen } from '../../src/sweep/seen.js';
import { fakeSpec } from '../fakes/specs.js';
import { climber } from '../plug-ins/climber.js';

const metric = { name: 'val_loss', goal: 'minimize' } as const;
const SPEC = fakeSpec({ metric });
const STATES = ['queued', 'running', 'finished', 'stopped', 'diverged', 'failed'] as const;

/** As a study has it: once a trial has ended, and reported. */
function standing(state: StudyTrial['state'], losses: readonly number[]): readonly number[] {
  return isFinal(state) && losses.length > 0 ? [Math.min(...losses)] : [];
}

/** A study as it is at some moment, and what it may have become later. */
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
    const before = trials.map(({ state, losses }, number): StudyTrial => {
      return {
        number,
        params: { learning_rate: number },
        state,
        losses,
        standing: standing(state, losses),
      };
    });
    const now = before.map((trial, number): StudyTrial => {
      const ended = !['queued', 'running'].includes(trial.state);
      if (ended) return trial;
      const losses = [...trial.losses, ...trials[number]!.later];
      return { ...trial, state: 'finished', losses, standing: standing('finished', losses) };
    });
    for (let number = before.length; number < before.length + more; number += 1) {
      now.push({
        number,
        params: { learning_rate: number },
        state: 'queued',
        losses: [],
        standing: [],
      });
    }
    return { before: studyOf(SPEC, before), now: studyOf(SPEC, now) };
  });

test('what a sampler saw can be made again later, from what is stored with its suggestion', () => {
  fc.assert(
    fc.property(moments, ({ before, now }: { before: Study; now: Study }) => {
      const stored = JSON.parse(JSON.stringify(seenOf(before)));
      expect(studyAsSeen(stored, now)).toEqual(before);
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
  const trial = (number: number, losses: readonly number[], state: StudyTrial['state']) => {
    return {
      number,
      params: { learning_rate: number / 10 },
      state,
      losses,
      standing: standing(state, losses),
    };
  };
  const before = studyOf(SPEC, [trial(0, [3], 'finished'), trial(1, [2], 'running')]);
  const now = studyOf(SPEC, [trial(0, [3], 'finished'), trial(1, [2, 9], 'stopped')]);
  const ask = { first: 2, count: 4 };
  const suggested = sampler.suggest({ ...ask, study: before });
  expect(sampler.suggest({ ...ask, study: studyAsSeen(seenOf(before), now) })).toEqual(suggested);
});
