import { expect, test } from 'vitest';
import { shareMemory } from '../../src/app/workers/share-memory.js';
import { DEVICE_SHARES } from '../../src/core/devices/device-shares.js';

test("a GPU's memory bounds cohorts, the machine's bounds what is kept in it", () => {
  const { cacheBytes, cohortBytes } = shareMemory(8e9, { kind: 'gpu', memoryBytes: 80e9 });
  expect(cacheBytes).toBe(4e9);
  expect(cohortBytes).toBe(80e9 * DEVICE_SHARES.cohort);
});

test("a small GPU's bound holds however much memory the machine has", () => {
  const { cohortBytes } = shareMemory(500e9, { kind: 'gpu', memoryBytes: 4e9 });
  expect(cohortBytes).toBe(4e9 * DEVICE_SHARES.cohort);
});

test("cohorts, kept outputs and images together leave some of a GPU's memory", () => {
  const shares = Object.values(DEVICE_SHARES).reduce((sum, share) => sum + share);
  expect(shares).toBeLessThan(0.9);
});

test('on a CPU cohorts have what is not kept for outputs, and a heap its own bound', () => {
  expect(shareMemory(8e9, { kind: 'cpu', memoryBytes: 25e9 })).toEqual({
    cacheBytes: 4e9,
    cohortBytes: 4e9,
  });
  expect(shareMemory(80e9, { kind: 'cpu', memoryBytes: 4e9 }).cohortBytes).toBe(3.2e9);
});
