import { installTensorflow } from '../../device/install/install-tensorflow.js';
import { cacheDir } from '../../machine/cache-dir.js';
import { clearWorkFolders } from '../../machine/files/work-folder.js';
import type { InstallDocument } from '../../results/documents/outcomes.js';
import { cleanedUp } from '../interrupted.js';
import type { World } from '../world.js';

/**
 * Builds the backend `tensorflow` into the cache folder. `log`: a line for a person, one per step.
 *
 * @throws {BackendError} a tool is missing or a step failed, and what to do.
 * @throws {InterruptedError} what was fetched so far is removed.
 */
export async function install(
  { env, signal }: Pick<World, 'env' | 'signal'>,
  gpu: boolean,
  log: (line: string) => void,
): Promise<InstallDocument> {
  const cache = cacheDir(env);
  await clearWorkFolders(cache);
  const folder = await cleanedUp(installTensorflow({ cacheDir: cache, gpu, log, signal }), signal);
  return { installed: 'tensorflow', folder };
}
