import { BackendError, messageOf } from '../../core/errors.js';
import { cacheDir } from '../../machine/cache-dir.js';
import type { SweepRow } from '../../store/port.js';
import { usableBackends } from '../backends/choose-backend.js';
import type { World } from '../world.js';

/**
 * The backend to put a trial to use on: what the user names, else the one that it was trained on.
 *
 * @throws {BackendError} that one does not run here, and what to do.
 */
export function backendOf(
  { env }: Pick<World, 'env'>,
  sweep: Pick<SweepRow, 'backend'>,
  named: string | undefined,
): string {
  if (named !== undefined) return named;
  const backend = sweep.backend ?? 'auto';
  try {
    usableBackends(backend, cacheDir(env));
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    throw new BackendError([
      `${messageOf(error)}.`,
      `  Its trials ran on ${backend}. \`--backend auto\` takes what works here: numbers may differ in their last digits`,
    ]);
  }
  return backend;
}
