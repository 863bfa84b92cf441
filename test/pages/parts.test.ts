import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Axis } from '../../src/charts/scene.js';
import { mergePatches } from '../../src/pages/data/live/merge-patches.js';
import { nearestMark } from '../../src/pages/parts/chart/nearest.js';
import {
  brushBetween,
  panned,
  placeOf,
  stretchBetween,
  zoomed,
} from '../../src/pages/parts/chart/stretches.js';
import { sortRows } from '../../src/pages/parts/table/column.js';
import { windowOf } from '../../src/pages/parts/table/window.js';
import { secondsLeft } from '../../src/pages/views/sweep/seconds-left.js';

const LR: Axis = { kind: 'log', name: 'lr', label: 'lr', low: 1e-4, high: 0.1 };
const OPTIMIZER: Axis = {
  kind: 'category',
  name: 'o',
  label: 'o',
  values: ['sgd', 'adamw', 'lamb'],
};
const area = (y: Axis) => ({
  area: { left: 0, top: 10, width: 4, height: 300, x: null, y },
  axis: y,
  along: 'y' as const,
});

test('a brush that comes near an end of its axis, or goes beyond, takes the end in to the last digit', () => {
  expect(stretchBetween(area(LR), 12, 500)).toEqual({ low: 1e-4, high: 0.1 });
  expect(stretchBetween(area(LR), -50, 307)).toEqual({ low: 1e-4, high: 0.1 });
  const half = stretchBetween(area(LR), 160, 310);
  expect(half?.low).toBe(1e-4);
  expect(half?.high).toBeCloseTo(10 ** -2.5);
});

test('a brush of categories takes those between, and lies around them', () => {
  const placed = area(OPTIMIZER);
  expect(brushBetween(placed, 10, 310)).toEqual({ values: ['sgd', 'adamw', 'lamb'] });
  const [from, to] = placeOf(placed, { values: ['adamw'] })!;
  expect(brushBetween(placed, from, to)).toEqual({ values: ['adamw'] });
});

test('zooming in and out again, or going and coming back, shows what was shown', () => {
  const near = (a: number, b: number) => expect(Math.abs(a / b - 1)).toBeLessThan(1e-9);
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0.1, max: 1, noNaN: true }),
      (about, factor) => {
        const into = zoomed(LR, factor, about)!;
        const out = zoomed({ ...LR, ...into } as Axis, 1 / factor, about)!;
        near(out.low, 1e-4);
        near(out.high, 0.1);
        const back = panned({ ...LR, ...panned(LR, factor)! } as Axis, -factor)!;
        near(back.low, 1e-4);
      },
    ),
  );
  expect(zoomed(OPTIMIZER, 0.5, 0.5)).toBeNull();
});

test('the pointer means the nearest mark of a trial, of equal ones the one on top', () => {
  const dot = (trial: number, x: number) =>
    ({ kind: 'dot', trial, place: [x, 0], color: 'ink' }) as const;
  const line = {
    kind: 'line',
    trial: 9,
    color: 'ink',
    places: [[0, 20], null, [50, 20], [100, 20]],
  } as const;
  expect(nearestMark([dot(1, 0), dot(2, 10), line], [7, 0])?.trial).toBe(2);
  expect(nearestMark([dot(1, 0), dot(2, 0)], [0, 0])?.trial).toBe(2);
  expect(nearestMark([dot(1, 0), line], [75, 15])?.trial).toBe(9);
  // In the gap there is no line.
  expect(nearestMark([line], [25, 20])).toBeUndefined();
  expect(nearestMark([{ kind: 'dot', place: [0, 0], color: 'ink' }], [0, 0])).toBeUndefined();
});

test('rows without a value are last, whichever way, and equal ones stay as they were', () => {
  const columns = [
    { id: 'v', title: 'v', cell: () => '', by: (row: { v: number | null }) => row.v },
  ];
  const rows = [
    { v: 2, n: 0 },
    { v: null, n: 1 },
    { v: 1, n: 2 },
    { v: 2, n: 3 },
  ];
  const order = (descending: boolean) =>
    sortRows(rows, columns, { column: 'v', descending }).map((row) => (row as { n: number }).n);
  expect(order(false)).toEqual([2, 0, 3, 1]);
  expect(order(true)).toEqual([0, 3, 2, 1]);
  expect(sortRows(rows, columns, { column: 'gone', descending: true })).toBe(rows);
});

test('of a table that scrolls the rows in view are always made', () => {
  fc.assert(
    fc.property(fc.nat(10_000), fc.nat(400_000), (rows, top) => {
      const { from, to } = windowOf(top, rows);
      const seen = Math.min(Math.floor(top / 30), Math.max(0, rows - 30));
      expect(from).toBeLessThanOrEqual(seen);
      expect(to).toBeGreaterThanOrEqual(Math.min(rows, seen + 30));
      expect(to - from).toBeLessThanOrEqual(80);
    }),
  );
});

test('of two patches the later says how things are', () => {
  const patch = (cursor: string, trial: number, value: number) =>
    ({ cursor, resync: false, sweeps: [], trials: [{ trial, value }], removed: [] }) as never;
  const merged = mergePatches(
    mergePatches(patch('1', 1, 0.1), patch('2', 2, 0.2)),
    patch('3', 1, 0.3),
  );
  expect(merged.cursor).toBe('3');
  expect(merged.trials.map(({ trial, value }) => [trial, value])).toEqual([
    [1, 0.3],
    [2, 0.2],
  ]);
});

test('the time left goes by what was seen, and is not known too early', () => {
  const trials = new Map(
    [100, 100, 50].map((seconds, i) => [i, { seconds, state: i < 2 ? 'finished' : 'running' }]),
  ) as never;
  const sweep = {
    run_cap: 10,
    trials: { queued: 0, running: 1, finished: 2, stopped: 0, diverged: 0, failed: 0 },
  };
  const first = { at: 0, spent: 150 };
  // Two workers: 100 seconds of work in 50. 1000 seconds of work in all, 250 done.
  expect(secondsLeft(sweep, trials, first, { at: 50, spent: 250 })).toBe(375);
  expect(secondsLeft(sweep, trials, first, { at: 5, spent: 160 })).toBeNull();
  expect(secondsLeft(sweep, trials, first, { at: 50, spent: 150 })).toBeNull();
});
