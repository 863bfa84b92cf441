import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { keepAnswers } from '../../src/server/reading/keep-answers.js';
import type { Query } from '../../src/server/reading/query.js';

const LEADERBOARD: Query = { document: 'leaderboard', sweep: 1 };

/** Readers that count, and take `ms` for what is slow. */
function readers(ms = 0) {
  const read: string[] = [];
  const state = { version: '1', fails: false };
  const quick = {
    version: async () => state.version,
    async read({ document }: Query) {
      read.push(`quick ${document}`);
      return `{"version":${state.version}}`;
    },
  };
  const slow = {
    async read({ document }: Query) {
      read.push(`slow ${document}`);
      const { version, fails } = state;
      await sleep(ms);
      if (fails) throw new Error('broken');
      return `{"version":${version}}`;
    },
  };
  return { read, state, answer: keepAnswers(quick, slow) };
}

const textOf = async (answer: Promise<{ readonly whole: Buffer }>) => String((await answer).whole);

test('what many ask for at once is read once, and again once its sweep changed', async () => {
  const { read, state, answer } = readers();
  const all = await Promise.all(Array.from({ length: 5 }, () => textOf(answer(LEADERBOARD))));
  expect(new Set(all)).toEqual(new Set(['{"version":1}']));
  await answer(LEADERBOARD);
  expect(read).toEqual(['slow leaderboard']);
  state.version = '2';
  expect(await textOf(answer(LEADERBOARD))).toBe('{"version":2}');
  expect(read).toHaveLength(2);
});

test('what takes its time holds up nothing that does not', async () => {
  const { answer } = readers(100);
  const done: string[] = [];
  const told = (query: Query) => answer(query).then(() => done.push(query.document));
  await Promise.all([told(LEADERBOARD), told({ document: 'trials', sweep: 1 })]);
  expect(done).toEqual(['trials', 'leaderboard']);
});

test('what takes long is not read again at every change', async () => {
  const { read, state, answer } = readers(220);
  await answer(LEADERBOARD);
  state.version = '2';
  expect(await textOf(answer(LEADERBOARD))).toBe('{"version":1}');
  expect(read).toHaveLength(1);
});

test('what is of an earlier state says when to ask again, so that the last state is shown', async () => {
  const { state, answer } = readers(220);
  expect((await answer(LEADERBOARD)).headers['Retry-After']).toBeUndefined();
  state.version = '2';
  const late = Number((await answer(LEADERBOARD)).headers['Retry-After']);
  expect(late).toBeGreaterThanOrEqual(1);
  expect(late).toBeLessThan(10);
  await sleep(1000 * late);
  const last = await answer(LEADERBOARD);
  expect(String(last.whole)).toBe('{"version":2}');
  expect(last.headers['Retry-After']).toBeUndefined();
});

test('what failed is tried again', async () => {
  const { state, answer } = readers();
  state.fails = true;
  await expect(answer(LEADERBOARD)).rejects.toThrow('broken');
  state.fails = false;
  expect(await textOf(answer(LEADERBOARD))).toBe('{"version":1}');
});

test('what anything but its sweep can change is never kept', async () => {
  const { read, answer } = readers();
  for (let i = 0; i < 2; i += 1) {
    await answer({ document: 'sweeps' });
    await answer({ document: 'trial', trials: [1] });
    await answer({ document: 'sweep', sweep: 1 });
  }
  expect(read).toHaveLength(6);
});
