import { expect, test } from 'vitest';
import { keepResults, oneAtATime } from '../../../src/app/pictures/keep-results.js';
import { quietBackend } from '../../../src/app/pictures/quiet-backend.js';

const pause = () => new Promise((resolve) => setTimeout(resolve, 5));

test('work of several kinds runs one after another, whatever fails', async () => {
  const inTurn = oneAtATime();
  const [ofTrials, ofSweeps] = [keepResults<string>(inTurn, 9), keepResults<number>(inTurn, 9)];
  const told: string[] = [];
  const work = async <Value>(name: string, value: Value, fails = false) => {
    told.push(`${name} begins`);
    await pause();
    told.push(`${name} ends`);
    if (fails) throw new Error(name);
    return value;
  };
  const all = await Promise.allSettled([
    ofTrials([1], () => work('a', 'one', true)),
    ofSweeps([1], () => work('b', 2)),
    ofTrials([2], () => work('c', 'three')),
  ]);
  expect(all.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  expect(told).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
});

test('a result is made once by its key, a failed one anew, and the oldest is let go', async () => {
  const kept = keepResults<number>(oneAtATime(), 2);
  let made = 0;
  const make = async () => {
    made += 1;
    if (made === 1) throw new Error('not yet');
    return made;
  };
  await expect(kept(['a'], make)).rejects.toThrow('not yet');
  expect(await Promise.all([kept(['a'], make), kept(['a'], make)])).toEqual([2, 2]);
  expect(await kept(['b'], make)).toBe(3);
  expect(await kept(['c'], make)).toBe(4);
  expect(await kept(['b'], make)).toBe(3);
  expect(await kept(['a'], make)).toBe(5);
});

test('a look has one core while a sweep trains, whatever its trial ran on', () => {
  const world = { env: { THAW_CACHE: '/nowhere' } };
  expect(quietBackend(world, { backend: 'tensorflow' }, [{ state: 'running' }])).toBe('wasm');
  expect(quietBackend(world, { backend: 'wasm' }, [{ state: 'finished' }])).toBe('wasm');
  expect(quietBackend(world, { backend: null }, [])).toBe('wasm');
  expect(quietBackend(world, { backend: 'gone' }, [])).toBe('wasm');
});
