import { expect, test } from 'vitest';
import type { Trial, TrialState } from '../../src/core/trial.js';
import { createQueue } from '../../src/sweep/queue.js';

/** One trial per letter, its group; an upper-case letter is a finished one. */
function trials(text: string): readonly Trial[] {
  return Array.from(text, (letter, number) => {
    const state: TrialState = letter === letter.toLowerCase() ? 'queued' : 'finished';
    return { id: number, sweepId: 1, number, params: { group: letter }, state, reports: [] };
  });
}

const open = (text: string) =>
  createQueue(trials(text), ({ params }) => String(params.group).toLowerCase());

function drain(text: string): readonly number[] {
  const queue = open(text);
  const order: number[] = [];
  let last: string | undefined;
  for (let next = queue.take(last, new Set()); next; next = queue.take(last, new Set())) {
    order.push(next.trial.number);
    last = next.group;
  }
  expect(queue.size).toBe(0);
  return order;
}

test('groups come in the order of their first trial, trials in the order of their numbers', () => {
  expect(drain('abcab')).toEqual([0, 3, 1, 4, 2]);
});

test('what has ended is not handed out, and does not change the order of the rest', () => {
  expect(drain('AbAba')).toEqual([4, 1, 3]);
});

test('lanes keep to groups of their own as long as there are any', () => {
  const queue = open('aabb');
  const first = queue.take(undefined, new Set());
  const second = queue.take(undefined, new Set(['a']));
  expect([first?.group, second?.group]).toEqual(['a', 'b']);
  expect(queue.take('b', new Set(['a']))?.trial.number).toBe(3);
  expect(queue.take('b', new Set(['a']))?.trial.number).toBe(1);
  expect(queue.take('a', new Set())).toBeUndefined();
});
