import { DataError } from '../../core/errors.js';
import type { DataSpec } from '../../core/sweep.js';
import type { Identified } from '../../worker/protocol/tasks.js';
import type { Ready } from '../workers/make-ready.js';
import type { Workers } from '../workers/open-workers.js';
import type { World } from '../world.js';
import { identify } from './identify.js';

/**
 * Images may change while they are read: what was decoded must be what was identified.
 *
 * @throws {DataError}
 */
export async function checkUnchanged(
  world: World,
  workers: Pick<Workers, 'pool' | 'setting'>,
  data: DataSpec,
  was: Identified,
  { seconds }: Ready,
): Promise<void> {
  if (seconds.images === 0) return;
  const now = await identify(world, workers, { data, model: null }, {});
  if (now.data?.digest === was.data?.digest) return;
  throw new DataError(
    `The images of ${data.source} changed while they were read: start again once they are all there.`,
  );
}
