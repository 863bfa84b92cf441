import { expect, test } from 'vitest';
import { machineOf } from '../../src/app/workers/machine-of.js';
import { type Room, roomNotes } from '../../src/app/workers/room.js';
import { planLanes, shareMemory } from '../../src/app/workers/share-memory.js';
import { DEVICE_SHARES } from '../../src/core/devices/device-shares.js';
import { tensorflow } from '../../src/device/backends/tensorflow.js';
import { fakeSpec } from '../fakes/specs.js';

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

const device = (index: number, freeBytes: number | null) => ({
  ...{ index, id: `GPU-${index}`, name: 'NVIDIA T4', driver: null },
  ...{ memoryBytes: 16e9, freeBytes },
});

test('a plan for GPUs goes by the one that has least of its memory free', () => {
  const machine = machineOf({ cores: 16 }, [device(0, 12e9), device(1, 5e9), device(2, null)]);
  expect(machine.deviceBytes).toBe(5e9);
  const spec = { workers: 'auto', memory: 'auto' } as const;
  const { limits } = planLanes(tensorflow, spec, machine, 100);
  expect(limits.bytes).toBe(5e9 * DEVICE_SHARES.cohort);
  expect(machineOf({ cores: 16 }, []).deviceBytes).toBeNull();
});

test("a trial too large for a GPU is told of by the GPU's memory, not by the machine's", () => {
  const room = (deviceBytes: number | null): Room => ({
    needs: {
      memory: { process: 5e8, trial: 6e9, cohort: 6e9 },
      disk: { weights: 0, networks: 0, snapshots: 0, rows: 0 },
    },
    ...{ freeDisk: 1e12, freeMemory: 5e9, heapBytes: null, deviceBytes, workers: 1 },
  });
  const notes = (deviceBytes: number | null) =>
    roomNotes(room(deviceBytes), fakeSpec({ memory: 1e9 }), '/r/thaw.sqlite');
  expect(notes(80e9)).toEqual([]);
  expect(notes(4e9)).toEqual([
    expect.stringMatching(/about 6\.0 GB of the GPU's memory, and a worker can have 4\.0 GB/),
  ]);
  expect(notes(null)).toEqual([
    expect.stringMatching(/^memory is 1\.0 GB, less than/),
    expect.stringMatching(/about 6\.0 GB of memory, and a worker can have 5\.0 GB/),
  ]);
});
