import { rememberRate } from '../../assets/known-rates.js';
import { messageOf } from '../../core/errors.js';
import type { Backend } from '../../device/backend.js';
import { backends } from '../../device/backends/index.js';
import { cacheDir } from '../../machine/cache-dir.js';
import type { BackendLook } from '../../results/documents/backends.js';
import { createPool } from '../../sweep/runners/pool.js';
import { unlessInterrupted } from '../interrupted.js';
import type { World } from '../world.js';
import { prepareProcess } from './prepare-process.js';

/**
 * Loads each backend in a thread of its own, one after another. `measure`: also time a forward pass
 * (some seconds each) and remember the rate: plans use it.
 *
 * @throws {InterruptedError}
 */
export async function lookAtBackends(
  world: World,
  measure: boolean,
): Promise<readonly BackendLook[]> {
  const looks: BackendLook[] = [];
  for (const backend of backends) looks.push(await lookAt(backend, world, measure));
  return looks;
}

async function lookAt(backend: Backend, world: World, measure: boolean): Promise<BackendLook> {
  const { name, summary } = backend;
  const cache = cacheDir(world.env);
  const absent = (why: string) => ({ backend: name, summary, usable: false, why, info: null });
  const check = backend.check(cache);
  if (!check.usable) return absent(check.why ?? 'not usable here');

  prepareProcess(backend, world);
  const pool = createPool({ worker: world.worker, workers: 1 });
  try {
    const probe = pool.call('probe', { cacheDir: cache, backend: name, measure });
    const info = await unlessInterrupted(probe, world.signal);
    if (info.imagesPerSecond) rememberRate(cache, name, info.imagesPerSecond);
    return { backend: name, summary, usable: true, why: null, info };
  } catch (error) {
    if (world.signal.aborted || !(error instanceof Error)) throw error;
    return absent(messageOf(error));
  } finally {
    await pool.close();
  }
}
