import { expect, test } from 'vitest';
import { checkRoom, type Room } from '../../src/app/workers/room.js';
import { NO_BUDGET } from '../../src/core/sweep.js';
import { needsOf, sureDisk, totalDisk } from '../../src/plan/needs.js';
import { changed, fakeRecipe, fakeSpec } from '../fakes/specs.js';

const fc = fakeRecipe();
const whole = changed(fc, { firstTrained: 0 });
const parts = { lanes: 2, keep: 1, snapshotBytes: 1e12, trials: 2, processBytes: 250e6 };

test('the largest trial says what a worker needs, the largest cohort what it takes', () => {
  const one = needsOf({ ...parts, recipes: [fc], cohorts: [[0]] });
  const both = needsOf({ ...parts, recipes: [fc, whole], cohorts: [[0], [1]] });
  const together = needsOf({ ...parts, recipes: [fc, whole], cohorts: [[0, 1]] });
  expect(one.memory.trial).toBe(one.memory.cohort);
  expect(both.memory.trial).toBeGreaterThan(one.memory.trial);
  expect(together.memory.cohort).toBeGreaterThan(both.memory.cohort);
  expect(together.memory.trial).toBe(both.memory.trial);
});

test('a ResNet50 is 94 to 110 MB, and its classifier little', () => {
  const { networks } = needsOf({ ...parts, recipes: [fc], cohorts: [[0]] }).disk;
  expect(networks).toBeGreaterThan(94e6);
  expect(networks).toBeLessThan(110e6);
  const none = needsOf({ ...parts, keep: 0, recipes: [whole], cohorts: [[0]] }).disk;
  expect([none.networks, none.weights]).toEqual([0, 0]);
});

test('states of training take what they may, and nothing where none are kept', () => {
  const snapshotsOf = (snapshotBytes: number | null) =>
    needsOf({ ...parts, snapshotBytes, recipes: [whole], cohorts: [[0]] }).disk.snapshots;
  expect(snapshotsOf(1e12)).toBeGreaterThan(2 * 94e6);
  expect(snapshotsOf(50e6)).toBe(50e6);
  expect(snapshotsOf(null)).toBe(0);
});

test('a huge sweep takes a huge database', () => {
  const cohorts = [[0]];
  const { rows } = needsOf({ ...parts, trials: 10_000, recipes: [fc], cohorts }).disk;
  expect(rows).toBeGreaterThan(50e6);
});

const room = (change: Partial<Room> = {}): Room => ({
  needs: needsOf({ ...parts, recipes: [whole], cohorts: [[0]] }),
  freeDisk: 1e12,
  freeMemory: 64e9,
  heapBytes: 4e9,
  deviceBytes: null,
  workers: 2,
  ...change,
});

test('what fits is let alone', () => {
  expect(checkRoom(room(), fakeSpec(), '/x.sqlite')).toEqual([]);
  expect(checkRoom(room({ freeDisk: null }), fakeSpec(), '/x.sqlite')).toEqual([]);
});

test('files that find no room are refused, with the numbers', () => {
  const files = sureDisk(room().needs);
  expect(() => checkRoom(room({ freeDisk: files - 1 }), fakeSpec(), '/x.sqlite')).toThrow(
    /would take \d+\.\d [MG]B beside \/x\.sqlite, and .* are free there/,
  );
});

test('a budget of disk that the networks pass by themselves is worth a note', () => {
  const files = sureDisk(room().needs);
  const noted = (diskBytes: number) =>
    checkRoom(room(), fakeSpec({ budget: { ...NO_BUDGET, diskBytes } }), '/x.sqlite');
  expect(noted(files - 1)).toEqual([
    expect.stringMatching(/^budget\.disk is .*, less than the networks of the best trials take/),
  ]);
  expect(noted(files)).toEqual([]);
});

test('files that may find no room are worth a note', () => {
  const most = totalDisk(room().needs);
  expect(checkRoom(room({ freeDisk: most - 1 }), fakeSpec(), '/x.sqlite')).toEqual([
    expect.stringMatching(/^The sweep's files may take up to .* weights or states of training/),
  ]);
  expect(checkRoom(room({ freeDisk: most }), fakeSpec(), '/x.sqlite')).toEqual([]);
});

test('memory is worth a note where it holds no worker with the largest trial, for each worker', () => {
  const { needs } = room();
  const least = needs.memory.process + 2 * needs.memory.trial;
  expect(checkRoom(room(), fakeSpec({ memory: least - 1 }), '/x')).toEqual([
    expect.stringMatching(/^memory is .* at least/),
  ]);
  expect(checkRoom(room(), fakeSpec({ memory: least }), '/x')).toEqual([]);
});

test('a trial that a worker can hardly hold is worth a note', () => {
  const [note] = checkRoom(room({ heapBytes: 1e8 }), fakeSpec(), '/x');
  expect(note).toMatch(/^The largest trial alone needs about .*, and a worker can have 100\.0 MB/);
});
