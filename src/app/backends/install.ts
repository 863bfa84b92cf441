import { type InstallOptions, installTensorflow } from '../../device/install/install-tensorflow.js';
import { cacheDir } from '../../machine/cache-dir.js';
import { clearWorkFolders } from '../../machine/files/work-folder.js';
import type { InstallDocument } from '../../results/documents/outcomes.js';
import { cleanedUp } from '../interrupted.js';
import type { World } from '../world.js';

/**
 * Builds the backend `tensorflow` into the cache folder. `log`: a line for a person, one per step.
 *
 * @throws {BackendError} a tool is missing or a step failed, and what to do.
 * @throws {InterruptedError} what was fetched whole is kept for the next time.
 */
export async function install(
  { env, signal }: Pick<World, 'env' | 'signal'>,
  { gpu, cuda }: Pick<InstallOptions, 'gpu' | 'cuda'>,
  log: (line: string) => void,
): Promise<InstallDocument> {
  const cache = cacheDir(env);
  await clearWorkFolders(cache);
  const work = installTensorflow({ cacheDir: cache, gpu, cuda, log, signal });
  const folder = await cleanedUp(work, signal, KEPT);
  return { installed: 'tensorflow', folder };
}

const KEPT =
  'Interrupted. What was fetched whole is kept: the same command goes on from it, and `thaw gc` removes it after an hour.';
