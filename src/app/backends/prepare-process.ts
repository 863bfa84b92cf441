import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Backend } from '../../device/backend.js';
import { cacheDir } from '../../machine/cache-dir.js';
import { nativeLogFile } from '../../store/files.js';
import { linkedTo } from '../../store/linked-to.js';
import type { World } from '../world.js';

/**
 * Makes this process ready for a backend, before any thread loads it: native code reads the
 * environment of the process and writes to its standard error. `exact`: see `EnvironmentOptions`.
 */
export function prepareProcess(
  backend: Pick<Backend, 'environment' | 'divertLog'>,
  world: Pick<World, 'env' | 'place'>,
  exact = true,
): void {
  const cache = cacheDir(world.env);
  const quiet = backend.divertLog?.(cache, logFile(world)) ?? {};
  for (const [name, value] of Object.entries({
    ...backend.environment(cache, { exact }),
    ...quiet,
  })) {
    world.env[name] ??= value;
  }
}

/** Beside the database, or in the cache folder as long as there is no folder of results. */
function logFile({ env, place }: Pick<World, 'env' | 'place'>): string {
  return existsSync(dirname(place.file))
    ? nativeLogFile(linkedTo(place.file))
    : join(cacheDir(env), 'tensorflow.log');
}
