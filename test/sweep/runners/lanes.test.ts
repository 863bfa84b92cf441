import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type LaneCount, runLanes } from '../../../src/sweep/runners/lanes.js';
import { createStop } from '../../../src/sweep/stop.js';

const NO_LIMIT = { wallMs: null, onWall: 'stop' } as const;

/** Works of a few milliseconds each, and the most that ran at once. */
function works(count: number) {
  const left = Array.from({ length: count }, (_, work) => work);
  const done: number[] = [];
  let running = 0;
  let peak = 0;
  return {
    done,
    peak: () => peak,
    running: () => running,
    next: async () => left.shift(),
    async run(work: number) {
      running += 1;
      peak = Math.max(peak, running);
      await sleep(4);
      running -= 1;
      done.push(work);
    },
  };
}

/** A number of lanes that changes when it is told to. */
function changing(lanes: number) {
  const listeners = new Set<() => void>();
  const count: LaneCount = {
    get lanes() {
      return lanes;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    count,
    become(number: number) {
      lanes = number;
      for (const listener of listeners) listener();
    },
    listeners,
  };
}

const stop = () => createStop(new AbortController().signal, NO_LIMIT);

test('lanes that come later take work at once, and those too many end with theirs', async () => {
  const { count, become, listeners } = changing(1);
  const { peak, running, done, ...parts } = works(60);
  const running60 = runLanes({ ...parts, count, stop: stop() });
  await sleep(6);
  expect(peak()).toBe(1);
  become(5);
  await sleep(6);
  expect(peak()).toBe(5);
  become(2);
  await sleep(9);
  expect(running()).toBeLessThanOrEqual(2);
  become(4);
  await running60;
  expect(done.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, work) => work));
  expect(listeners.size).toBe(0);
});

test('a lane that comes while others look for work is not forgotten', async () => {
  const { count, become } = changing(1);
  const { next, run, peak } = works(9);
  await runLanes({
    count,
    stop: stop(),
    async next() {
      await sleep(2);
      if (count.lanes === 1) become(3);
      return next();
    },
    run,
  });
  expect(peak()).toBe(3);
});

test('work that is under way is taken up whole, however few lanes there are', async () => {
  const { peak, done, ...parts } = works(0);
  await runLanes({ ...parts, count: { lanes: 1 }, stop: stop(), first: [7, 8, 9] });
  expect(peak()).toBe(3);
  expect(done).toEqual([7, 8, 9]);
});

test('even where no other work is to start, work that is under way is taken up', async () => {
  const asked = new AbortController();
  asked.abort();
  const { done, ...parts } = works(5);
  const stopped = createStop(asked.signal, NO_LIMIT);
  await runLanes({ ...parts, count: { lanes: 3 }, stop: stopped, first: [7] });
  expect(done).toEqual([7]);
});
