import type { BackendInfo, Speed } from '../../core/backend-info.js';
import type { Device, DevicesWanted } from '../../core/devices/device.js';
import { BackendError, serializeError } from '../../core/errors.js';
import type { Precision } from '../../core/recipe.js';
import type { Backend } from '../../device/backend.js';
import { cacheDir } from '../../machine/cache-dir.js';
import { clearWorkFolders } from '../../machine/files/work-folder.js';
import { createPool, type Pool } from '../../sweep/runners/pool.js';
import type { Setting } from '../../worker/protocol/tasks.js';
import { usableBackends } from '../backends/choose-backend.js';
import { devicesFor, hideGpus } from '../backends/devices.js';
import { prepareProcess } from '../backends/prepare-process.js';
import { unlessInterrupted } from '../interrupted.js';
import type { Observer } from '../observer.js';
import type { World } from '../world.js';
import { type Machine, machineOf } from './machine-of.js';
import { mixedText, placesOf, probeAll, togetherAs } from './several-devices.js';
import {
  countWorkers,
  fewerWorkers,
  processCount,
  shareMemory,
  usableBytes,
  type WorkerMemory,
} from './share-memory.js';

export interface WorkersWanted {
  /** `auto`, or a backend's name. */
  readonly backend: string;
  readonly devices: DevicesWanted;
  /** False: kernels of a GPU may be chosen by their speed alone. */
  readonly exact: boolean;
  readonly workers: number | 'auto';
  /** Bytes that all workers together may take. */
  readonly memory: number | 'auto';
  /** Bytes that the largest trial needs alone; absent: not known. */
  readonly trialBytes?: number | undefined;
  /** What layers of its trials compute with. */
  readonly precisions: readonly Precision[];
  /** Tasks there are for the workers; null: not known. */
  readonly tasks: number | null;
}

/** Workers whose backend has proved to load. */
export interface Workers {
  readonly pool: Pool;
  readonly setting: Setting;
  /** What each worker runs on. */
  readonly infos: readonly BackendInfo[];
  /** All of them together, as a person reads it. */
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
  hideGpus(wanted.devices, world);
  const candidates = usableBackends(wanted.backend, cache);
  for (const [c, backend] of candidates.entries()) {
    const devices = devicesFor(backend, wanted.devices, world);
    const machine = machineOf(world, devices);
    const fewer = fewerWorkers(backend, wanted.workers, machine);
    if (fewer !== undefined) note(fewer);
    try {
      const workers = await openOn(backend, devices, world, wanted, machine);
      const mixed = mixedText(workers.infos);
      if (mixed !== null) note(mixed);
      return workers;
    } catch (error) {
      const next = candidates[c + 1];
      // One of several that does not start is a fault to be seen to, not one to be slow for.
      if (!next || devices.length > 1 || world.signal.aborted) throw error;
      const { message } = serializeError(error);
      note(`backend ${backend.name} did not start; using ${next.name} instead: ${message}`);
    }
  }
  throw new BackendError('No backend runs here. `thaw backends` shows why.');
}

async function openOn(
  backend: Backend,
  devices: readonly Device[],
  world: World,
  wanted: WorkersWanted,
  machine: Machine,
): Promise<Workers> {
  const count = countWorkers(backend, wanted, machine, wanted.tasks);
  const used = devices.slice(0, count);
  const workers = used.length > 1 ? placesOf(backend, used, world.env, wanted.exact) : count;
  // Before a thread loads it: one GPU of several is then the only one it sees.
  const isNarrowed = used.length === 1 && (devices.length > 1 || wanted.devices !== 'auto');
  if (isNarrowed) Object.assign(world.env, backend.gpus?.only([used[0]!.id]));
  prepareProcess(backend, world, wanted.exact);
  const pool = withoutLeavings(createPool({ worker: world.worker, workers }), world);
  try {
    const setting = { cacheDir: cacheDir(world.env), backend: backend.name };
    const infos = await unlessInterrupted(probeAll(pool, setting, used), world.signal);
    for (const info of infos) checkPrecisions(wanted.precisions, info);
    const processes = processCount(machine, count);
    const bytes = usableBytes(wanted.memory, machine.freeBytes, backend, processes) / count;
    const info = togetherAs(infos);
    return {
      ...{ pool, setting, infos, info },
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
      'tf32 needs the tensorflow backend on a GPU; bf16 the same, or a CPU with AVX512-BF16 or AMX.',
  );
}
