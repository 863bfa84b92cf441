import { installTensorflow } from '../../device/install/install-tensorflow.js';
import { cacheDir } from '../../machine/cache-dir.js';
import type { InstallDocument } from '../../results/documents/outcomes.js';
import type { World } from '../world.js';

/**
 * Builds the backend `tensorflow` into the cache folder. `log`: a line for a person, one per step.
 *
 * @throws {BackendError} a tool is missing or a step failed, and what to do.
 */
export async function install(
  { env }: Pick<World, 'env'>,
  gpu: boolean,
  log: (line: string) => void,
): Promise<InstallDocument> {
  const folder = await installTensorflow({ cacheDir: cacheDir(env), gpu, log });
  return { installed: 'tensorflow', folder };
}
