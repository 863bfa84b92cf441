import { loadSweep } from '../config/file/load-sweep.js';
import type { Overrides } from '../config/yaml/overrides.js';
import { ConfigError, type Issue } from '../core/errors.js';
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
  const tell = (warnings: readonly Issue[]) => {
    for (const issue of warnings) observer.onNote?.({ kind: 'warning', issue });
  };
  try {
    const loaded = loadSweep(file, changes, cacheDir(env), env);
    tell(loaded.warnings);
    return loaded;
  } catch (error) {
    if (error instanceof ConfigError) tell(error.warnings);
    throw error;
  }
}
