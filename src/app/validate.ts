import type { Overrides } from '../config/yaml/overrides.js';
import { ConfigError } from '../core/errors.js';
import type { Validity } from '../results/documents/validate.js';
import type { Observer } from './observer.js';
import { countTrials } from './planned-trials.js';
import { readSweep } from './read-sweep.js';
import { tellImages } from './tell-images.js';
import type { World } from './world.js';

/**
 * Looks for every mistake in a sweep file. `file`: absolute path.
 *
 * @throws {UsageError} it cannot be read at all.
 */
export function validate(
  world: Pick<World, 'env'>,
  file: string,
  changes: Overrides,
  observer: Observer,
): Validity {
  try {
    const { spec, contents, warnings } = readSweep(world, file, changes, observer);
    tellImages({ spec, contents }, observer);
    return { valid: true, spec, contents, trials: countTrials(spec), warnings };
  } catch (error) {
    if (error instanceof ConfigError) return { valid: false, error };
    throw error;
  }
}
