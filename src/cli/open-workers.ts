import type { BackendInfo } from '../core/backend-info.js';
import { BackendError, serializeError } from '../core/errors.js';
import type { Precision } from '../core/recipe.js';
import type { Backend } from '../device/backend.js';
import { backends } from '../device/backends/index.js';
import { availableBytes } from '../machine/available-bytes.js';
import { workerCount } from '../plan/worker-count.js';
import { createPool, type Pool } from '../sweep/runners/pool.js';
import type { Setting } from '../worker/protocol/tasks.js';
import type { CliContext } from './context.js';
import { unlessInterrupted } from './interrupts.js';

export interface WorkersWanted {
  readonly cacheDir: string;
  /** `auto`, or a backend's name. */
  readonly backend: string;
  readonly workers: number | 'auto';
  /** Bytes that all workers together may take. */
  readonly memory: number | 'auto';
  /** What frozen layers of its trials compute with. */
  readonly precisions: readonly Precision[];
  /** Tasks there are for the workers; null: not known. */
  readonly tasks: number | null;
  /** Aborts at Ctrl-C. */
  readonly signal: AbortSignal;
  /** Told when `auto` passes over a backend that looked usable. */
  note(message: string): void;
}

/** Workers whose backend has proved to load. */
export interface Workers {
  readonly pool: Pool;
  readonly setting: Setting;
  readonly info: BackendInfo;
  /** What each worker may take. */
  readonly memory: WorkerMemory;
}

export interface WorkerMemory {
  /** Bytes of frozen outputs to keep. */
  readonly cacheBytes: number;
  /** Bytes of the backend's memory for a cohort. */
  readonly cohortBytes: number;
}

/**
 * Starts workers on the backend asked for; `auto` takes the first that loads.
 *
 * @throws {BackendError} it does not run here, and why.
 * @throws {InterruptedError}
 */
export async function openWorkers(
  context: Pick<CliContext, 'worker' | 'cores' | 'env'>,
  wanted: WorkersWanted,
): Promise<Workers> {
  const candidates = usableBackends(wanted.backend, wanted.cacheDir);
  for (const [c, backend] of candidates.entries()) {
    setEnvironment(backend, context.env);
    const freeBytes = availableBytes();
    const threads = workerCount({
      requested: wanted.workers,
      sensible: backend.workers(context.cores),
      most: backend.maxWorkers,
      freeBytes,
      trials: wanted.tasks,
    });
    if (wanted.workers !== 'auto' && wanted.workers > backend.maxWorkers) {
      wanted.note(
        `${backend.name} takes ${backend.maxWorkers} worker a process, not ${wanted.workers}`,
      );
    }
    const pool = createPool({ worker: context.worker, threads });
    try {
      const setting = { cacheDir: wanted.cacheDir, backend: backend.name };
      const probe = pool.call('probe', { ...setting, measure: false });
      const info = await unlessInterrupted(probe, wanted.signal, NOTHING_BEGAN);
      checkPrecisions(wanted.precisions, info);
      const bytes = usableBytes(wanted.memory, freeBytes) / threads;
      return { pool, setting, info, memory: shareMemory(bytes, info) };
    } catch (error) {
      await pool.close();
      const next = candidates[c + 1];
      if (!next || wanted.signal.aborted) throw error;
      const { message } = serializeError(error);
      wanted.note(`backend ${backend.name} did not start, taking ${next.name}: ${message}`);
    }
  }
  throw new BackendError(`No backend runs here. \`thaw backends\` tells why.`);
}

/** @throws {BackendError} the backend lacks one of them here. */
function checkPrecisions(
  wanted: readonly Precision[],
  { backend, device, precisions }: BackendInfo,
): void {
  const missing = wanted.filter((precision) => !precisions.includes(precision));
  if (missing.length === 0) return;
  throw new BackendError(
    `Precision ${missing.join(', ')} does not run on ${backend} (${device}): it has ${precisions.join(', ')}. ` +
      'bf16 takes the tensorflow backend and a CPU with AVX-512 or a GPU that has it.',
  );
}

export const NOTHING_BEGAN = 'Interrupted before anything was begun.';

/** Bytes for all workers together. */
export function usableBytes(memory: number | 'auto', freeBytes: number): number {
  return memory === 'auto' ? freeBytes * USABLE : memory;
}

/** Of the memory that is free, what `auto` takes. */
const USABLE = 0.75;

/** Of a worker's memory, what kept outputs may take; the rest is for weights and work. */
const CACHE_SHARE = 0.5;
const CACHE_LIMIT = 8 * 2 ** 30;

/** Of a memory of its own (a GPU's, WebAssembly's 4 GiB), what a backend may be asked for. */
const DEVICE_SHARE = 0.8;

/** Kept outputs lie in this process's memory, cohorts in the backend's. */
export function shareMemory(
  bytes: number,
  { kind, memoryBytes }: Pick<BackendInfo, 'kind' | 'memoryBytes'>,
): WorkerMemory {
  const cacheBytes = Math.floor(Math.min(CACHE_LIMIT, bytes * CACHE_SHARE));
  const own = (memoryBytes ?? Number.POSITIVE_INFINITY) * DEVICE_SHARE;
  return { cacheBytes, cohortBytes: kind === 'gpu' ? own : Math.min(own, bytes - cacheBytes) };
}

/**
 * Backends to try, best first: GPUs before processors, in the registry's order otherwise.
 * @throws {BackendError} the one that was named is not usable here.
 */
export function usableBackends(name: string, cacheDir: string): readonly Backend[] {
  const looked = backends.map((backend) => ({ backend, ...backend.check(cacheDir) }));
  if (name === 'auto') {
    const usable = looked.filter((look) => look.usable);
    return [...usable.filter(({ gpu }) => gpu), ...usable.filter(({ gpu }) => !gpu)].map(
      ({ backend }) => backend,
    );
  }
  const look = looked.find(({ backend }) => backend.name === name);
  if (!look) {
    const names = ['auto', ...backends.map((backend) => backend.name)].join(', ');
    throw new BackendError(`There is no backend "${name}". There are: ${names}.`);
  }
  if (!look.usable) {
    throw new BackendError(`Backend ${name} does not run here: ${look.why ?? 'no reason known'}`);
  }
  return [look.backend];
}

/** Native code reads the environment of the process, so it is set before any thread loads it. */
export function setEnvironment(
  { environment }: Pick<Backend, 'environment'>,
  env: CliContext['env'],
): void {
  for (const [name, value] of Object.entries(environment)) env[name] ??= value;
}
