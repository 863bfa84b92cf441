import { describe, expect, test } from 'vitest';
import type { Trial } from '../../src/core/trial.js';
import type { TrialState } from '../../src/core/trial-state.js';
import { classifierUnit } from '../../src/networks/network.js';
import { resnet50 } from '../../src/networks/resnet50.js';
import type { PlannerOptions } from '../../src/plan/plan-cohorts.js';
import { priceTrial } from '../../src/plan/price-trial.js';
import type { Waiting } from '../../src/plan/split-group.js';
import { createQueue, type Queue } from '../../src/sweep/cohorts/queue.js';
import { alone, changed, fakeRecipe, together } from '../fakes/specs.js';

const FC = classifierUnit(resnet50);
const UNITS = resnet50.units;

/** One trial per letter, its group; an upper-case letter is a finished one. */
function trials(text: string, firstTrained: number): readonly Waiting<Trial>[] {
  return Array.from(text, (letter, number) => {
    const state: TrialState = letter === letter.toLowerCase() ? 'queued' : 'finished';
    const recipe = changed(fakeRecipe({ learning_rate: (number + 1) / 10 }), { firstTrained });
    const row = { id: number, sweepId: 1, number, point: number, replicate: 0 };
    const trial = { ...row, params: {}, recipe, state, reports: [] };
    return { trial, group: letter.toLowerCase(), price: priceTrial(recipe, 3) };
  });
}

const open = (text: string, options: PlannerOptions, firstTrained: number = FC) =>
  createQueue(trials(text, firstTrained), options);

function drain(queue: Queue): readonly (readonly number[])[] {
  const cohorts: (readonly number[])[] = [];
  let last: string | undefined;
  for (let next = queue.take(last, new Set()); next; next = queue.take(last, new Set())) {
    cohorts.push(next.trials.map(({ number }) => number));
    last = next.group;
  }
  expect(queue.isEmpty).toBe(true);
  return cohorts;
}

describe('without sharing', () => {
  test('groups come in the order of their first trial, trials in the order of their numbers', () => {
    expect(drain(open('abcab', alone()))).toEqual([[0], [3], [1], [4], [2]]);
  });
});

test('a group is one cohort where one lane trains', () => {
  expect(drain(open('abcab', together()))).toEqual([[0, 3], [1, 4], [2]]);
});

test('what has ended is not handed out, and does not change the order of the rest', () => {
  expect(drain(open('AbAba', together()))).toEqual([[4], [1, 3]]);
});

test('lanes keep to groups of their own as long as there are any', () => {
  const queue = open('aabb', together(2));
  const first = queue.take(undefined, new Set());
  const second = queue.take(undefined, new Set(['a']));
  expect([first?.group, second?.group]).toEqual(['a', 'b']);
  expect([first, second].map((cohort) => cohort?.trials.length)).toEqual([2, 2]);
  expect(queue.take('b', new Set(['a']))).toBeUndefined();
});

test('a lone group is divided among the lanes where its heads are most of the work', () => {
  const queue = open('aaaaaa', together(2), UNITS.indexOf('layer3.0'));
  expect(queue.take(undefined, new Set())?.trials).toHaveLength(3);
  expect(queue.take(undefined, new Set(['a']))?.trials).toHaveLength(3);
  expect(queue.isEmpty).toBe(true);
});

test('a lone group whose trunk is most of the work stays whole', () => {
  const queue = open('aaaaaa', together(2));
  expect(queue.take(undefined, new Set())?.trials).toHaveLength(6);
});

test('a group that does not fit comes in several cohorts, told that others follow', () => {
  const queue = open('aaaaa', { lanes: 1, limits: { bytes: Number.POSITIVE_INFINITY, trials: 2 } });
  const cohorts = [1, 2, 3].map(() => queue.take('a', new Set())!);
  expect(cohorts.map(({ trials }) => trials.length)).toEqual([2, 2, 1]);
  expect(cohorts.map(({ followed }) => followed)).toEqual([true, true, false]);
});
