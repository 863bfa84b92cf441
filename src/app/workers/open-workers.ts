import type { BackendInfo, Speed } from '../../core/backend-info.js';
import { BackendError, serializeError } from '../../core/errors.js';
import type { Precision } from '../../core/recipe.js';
import type { Backend } from '../../device/backend.js';
import { availableBytes } from '../../machine/available-bytes.js';
import { cacheDir } from '../../machine/cache-dir.js';
import { clearWorkFolders } from '../../machine/files/work-folder.js';
import { createPool, type Pool } from '../../sweep/runners/pool.js';
import type { Setting } from '../../worker/protocol/tasks.js';
import { usableBackends } from '../backends/choose-backend.js';
import { prepareProcess } from '../backends/prepare-process.js';
import { unlessInterrupted } from '../interrupted.js';
import type { Observer } from '../observer.js';
import type { World } from '../world.js';
import {
  countWorkers,
  fewerWorkers,
  shareMemory,
  usableBytes,
  type WorkerMemory,
} from './share-memory.js';

export interface WorkersWanted {
  /** `auto`, or a backend's name. */
  readonly backend: string;
  readonly workers: number | 'auto';
  /** Bytes that all workers together may take. */
  readonly memory: number | 'auto';
  /** Bytes that the largest trial needs alone; absent: not known. */
  readonly trialBytes?: number | undefined;
  /** What frozen layers of its trials compute with. */
  readonly precisions: readonly Precision[];
  /** Tasks there are for the workers; null: not known. */
  readonly tasks: number | null;
}

/** Workers whose backend has proved to load. */
export interface Workers {
  readonly pool: Pool;
  readonly setting: Setting;
  readonly info: BackendInfo;
  readonly speed: Speed;
  readonly memory: WorkerMemory;
}

/**
 * Starts workers on the backend asked for; `auto` takes the first that loads. Whoever asks closes
 * the pool.
 *
 * @throws {BackendError} it does not run here, and why.
 * @throws {InterruptedError}
 */
export async function openWorkers(
  world: World,
  wanted: WorkersWanted,
  observer: Observer,
): Promise<Workers> {
  const note = (message: string) => observer.onNote?.({ kind: 'message', message });
  const cache = cacheDir(world.env);
  await clearWorkFolders(cache);
  const candidates = usableBackends(wanted.backend, cache);
  for (const [c, backend] of candidates.entries()) {
    const machine = { cores: world.cores, freeBytes: availableBytes() };
    const fewer = fewerWorkers(backend, wanted.workers, machine);
    if (fewer !== undefined) note(fewer);
    try {
      return await openOn(backend, world, wanted, machine);
    } catch (error) {
      const next = candidates[c + 1];
      if (!next || world.signal.aborted) throw error;
      const { message } = serializeError(error);
      note(`backend ${backend.name} did not start; using ${next.name} instead: ${message}`);
    }
  }
  throw new BackendError('No backend runs here. `thaw backends` shows why.');
}

async function openOn(
  backend: Backend,
  world: World,
  wanted: WorkersWanted,
  machine: { readonly cores: number; readonly freeBytes: number },
): Promise<Workers> {
  prepareProcess(backend, world);
  const threads = countWorkers(backend, wanted, machine, wanted.tasks);
  const pool = withoutLeavings(createPool({ worker: world.worker, workers: threads }), world);
  try {
    const setting = { cacheDir: cacheDir(world.env), backend: backend.name };
    const probe = pool.call('probe', { ...setting, measure: false });
    const info = await unlessInterrupted(probe, world.signal);
    checkPrecisions(wanted.precisions, info);
    const bytes = usableBytes(wanted.memory, machine.freeBytes, backend) / threads;
    return {
      pool,
      setting,
      info,
      speed: backend.speed,
      memory: shareMemory(bytes, info, wanted.trialBytes),
    };
  } catch (error) {
    await pool.close();
    throw error;
  }
}

/** Threads that are ended in the middle of a download or of decoding leave their work behind. */
function withoutLeavings(pool: Pool, { env, signal }: World): Pool {
  return {
    ...pool,
    async close() {
      await pool.close();
      if (signal.aborted) await clearWorkFolders(cacheDir(env), true);
    },
  };
}

/** @throws {BackendError} the backend lacks one of them here. */
function checkPrecisions(
  wanted: readonly Precision[],
  { backend, device, precisions }: BackendInfo,
): void {
  const missing = wanted.filter((precision) => !precisions.includes(precision));
  if (missing.length === 0) return;
  throw new BackendError(
    `Precision ${missing.join(', ')} does not run on ${backend} (${device}), which has ${precisions.join(', ')}. ` +
      'bf16 needs the tensorflow backend and a CPU with AVX-512 or a GPU that has it.',
  );
}
