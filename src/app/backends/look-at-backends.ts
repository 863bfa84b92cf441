import { rememberRate } from '../../assets/known-rates.js';
import type { BackendInfo } from '../../core/backend-info.js';
import type { Device } from '../../core/devices/device.js';
import { messageOf } from '../../core/errors.js';
import type { Backend } from '../../device/backend.js';
import { backends } from '../../device/backends/index.js';
import { cacheDir } from '../../machine/cache-dir.js';
import type { BackendLook, BackendsLook } from '../../results/documents/backends.js';
import { createPool } from '../../sweep/runners/pool.js';
import { unlessInterrupted } from '../interrupted.js';
import type { Observer } from '../observer.js';
import { placesOf, probeEach } from '../workers/several-devices.js';
import type { World } from '../world.js';
import { devicesFor } from './devices.js';
import { prepareProcess } from './prepare-process.js';

/**
 * Loads each backend, one after another: in a thread of its own, or in a process for each of several
 * GPUs, all at once. `measure`: also time them, and remember the rate: plans use it.
 *
 * @throws {InterruptedError}
 */
export async function lookAtBackends(
  world: World,
  measure: boolean,
  observer: Observer,
): Promise<BackendsLook> {
  const started = world.now();
  const looks: BackendLook[] = [];
  for (const backend of backends) looks.push(...(await lookAt(backend, world, measure, observer)));
  return { looks, seconds: measure ? (world.now() - started) / 1000 : null };
}

async function lookAt(
  backend: Backend,
  world: World,
  measure: boolean,
  observer: Observer,
): Promise<readonly BackendLook[]> {
  const { name } = backend;
  const cache = cacheDir(world.env);
  const check = backend.check(cache);
  if (!check.usable) return [absent(backend, check.why ?? 'not usable here')];

  const devices = devicesFor(backend, 'auto', world);
  if (measure && backend.gpus && devices.length > 0) {
    const message = `timing ${name}: the first time on a GPU it compiles for up to a minute; --no-measure leaves it out`;
    observer.onNote?.({ kind: 'message', message });
  }
  const places = placesOf(backend, devices, world.env);
  prepareProcess(backend, world);
  const pool = createPool({ worker: world.worker, workers: places.length > 1 ? places : 1 });
  try {
    const probing = probeEach(pool, { cacheDir: cache, backend: name, measure });
    const probed = await unlessInterrupted(probing, world.signal);
    return probed.map((each, place) => lookOf(backend, devices[place] ?? null, each, cache));
  } finally {
    await pool.close();
  }
}

function lookOf(
  backend: Backend,
  gpu: Device | null,
  probed: PromiseSettledResult<BackendInfo>,
  cache: string,
): BackendLook {
  if (probed.status === 'rejected') {
    if (!(probed.reason instanceof Error)) throw probed.reason;
    return { ...absent(backend, messageOf(probed.reason)), gpu };
  }
  const info = probed.value;
  if (info.imagesPerSecond) rememberRate(cache, backend.name, info.imagesPerSecond);
  return { ...absent(backend, null), usable: true, info, gpu };
}

function absent({ name, summary }: Backend, why: string | null): BackendLook {
  return { backend: name, summary, usable: false, why, info: null, gpu: null };
}
