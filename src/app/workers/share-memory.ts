import type { BackendInfo } from '../../core/backend-info.js';
import { DEVICE_SHARES } from '../../core/devices/device-shares.js';
import type { SweepSpec } from '../../core/sweep.js';
import { count } from '../../core/words/numbers.js';
import type { Backend } from '../../device/backend.js';
import type { PlannerOptions } from '../../plan/plan-cohorts.js';
import { COHORT_TRIALS } from '../../plan/split-group.js';
import { mostWorkers, workerCount } from '../../plan/worker-count.js';
import type { Machine } from './machine-of.js';

/** What each worker may take. */
export interface WorkerMemory {
  /** Bytes of frozen outputs to keep. */
  readonly cacheBytes: number;
  /** Bytes of the backend's memory for a cohort. */
  readonly cohortBytes: number;
}

/** How many workers there are to be. `tasks`: as many as there are for them; null: not known. */
export function countWorkers(
  backend: Pick<Backend, 'workers' | 'maxWorkers'>,
  { workers: requested, memory }: Pick<SweepSpec, 'workers' | 'memory'>,
  machine: Machine,
  tasks: number | null,
): number {
  const { cores, devices } = machine;
  const allowed = memory === 'auto' ? Number.POSITIVE_INFINITY : memory;
  return workerCount({
    requested,
    sensible: devices || backend.workers(cores),
    most: devices || backend.maxWorkers,
    cores,
    freeBytes: requested === 'auto' ? Math.min(machine.freeBytes, allowed) : machine.freeBytes,
    trials: tasks,
  });
}

/** In how many processes so many workers are. */
export function processCount({ devices }: Pick<Machine, 'devices'>, workers: number): number {
  return devices > 1 ? workers : 1;
}

/** How a sweep would be divided among workers on a backend that has not started. */
export function planLanes(
  backend: Backend,
  spec: Pick<SweepSpec, 'workers' | 'memory'>,
  machine: Machine,
  tasks: number,
): PlannerOptions {
  const lanes = countWorkers(backend, spec, machine, tasks);
  const bytes =
    usableBytes(spec.memory, machine.freeBytes, backend, processCount(machine, lanes)) / lanes;
  const { cohortBytes } = shareMemory(
    bytes,
    machine.deviceBytes === null
      ? { kind: 'cpu', memoryBytes: backend.heapBytes }
      : { kind: 'gpu', memoryBytes: machine.deviceBytes },
  );
  return { lanes, limits: { bytes: cohortBytes, trials: COHORT_TRIALS } };
}

/** Why fewer workers start than were asked for; undefined: they do not. */
export function fewerWorkers(
  backend: Pick<Backend, 'name' | 'maxWorkers'>,
  requested: SweepSpec['workers'],
  machine: Machine,
): string | undefined {
  if (requested === 'auto') return undefined;
  const { cores, freeBytes, devices } = machine;
  const { name } = backend;
  const most = devices || backend.maxWorkers;
  if (requested > most) {
    return devices > 1
      ? `there are ${count(devices, 'GPU')} to train on, with one worker each, not ${requested}`
      : `${name} runs ${most} worker per process, not ${requested}`;
  }
  const bearable = mostWorkers({ cores, freeBytes, most });
  if (requested <= bearable) return undefined;
  const gigabytes = (freeBytes / 1e9).toFixed(1);
  return `${requested} workers are more than this machine bears, which has ${count(cores, 'core')} and ${gigabytes} GB of free memory: at most ${bearable} are started`;
}

/** Bytes for all workers together; what the program itself takes is not theirs. */
export function usableBytes(
  memory: SweepSpec['memory'],
  freeBytes: number,
  { processBytes }: Pick<Backend, 'processBytes'>,
  processes: number,
): number {
  return memory === 'auto' ? freeBytes * USABLE : Math.max(0, memory - processes * processBytes);
}

/** Of the memory that is free, what `auto` takes. */
const USABLE = 0.75;

/** Of a worker's memory, what kept outputs may take; the rest is for weights and work. */
const CACHE_SHARE = 0.5;
const CACHE_LIMIT = 8 * 2 ** 30;

/** Of WebAssembly's 4 GiB, what a backend may be asked for. */
const HEAP_SHARE = 0.8;

/**
 * Kept outputs lie in this process's memory, cohorts in the backend's. `trialBytes`: what a trial
 * alone needs, which kept outputs leave to it.
 */
export function shareMemory(
  bytes: number,
  { kind, memoryBytes }: Pick<BackendInfo, 'kind' | 'memoryBytes'>,
  trialBytes = 0,
): WorkerMemory {
  const share = Math.min(CACHE_LIMIT, bytes * CACHE_SHARE, bytes - trialBytes);
  const cacheBytes = Math.max(0, Math.floor(share));
  const own = memoryBytes ?? Number.POSITIVE_INFINITY;
  return {
    cacheBytes,
    cohortBytes:
      kind === 'gpu' ? own * DEVICE_SHARES.cohort : Math.min(own * HEAP_SHARE, bytes - cacheBytes),
  };
}
