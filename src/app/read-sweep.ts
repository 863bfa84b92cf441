import { loadSweep } from '../config/file/load-sweep.js';
import type { Overrides } from '../config/yaml/overrides.js';
import { cacheDir } from '../machine/cache-dir.js';
import type { Observer } from './observer.js';
import type { World } from './world.js';

/**
 * A sweep file with what the user changes in it; the observer is told what to beware of. `file`:
 * absolute path.
 *
 * @throws {UsageError | ConfigError}
 */
export function readSweep(
  { env }: Pick<World, 'env'>,
  file: string,
  changes: Overrides,
  observer: Observer,
): ReturnType<typeof loadSweep> {
  const loaded = loadSweep(file, changes, cacheDir(env));
  for (const issue of loaded.warnings) observer.onNote?.({ kind: 'warning', issue });
  return loaded;
}
