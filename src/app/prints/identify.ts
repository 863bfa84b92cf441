import type { Fingerprint } from '../../core/prints/fingerprint.js';
import type { DataSpec, ModelSpec } from '../../core/sweep.js';
import type { Identified } from '../../worker/protocol/tasks.js';
import { unlessInterrupted } from '../interrupted.js';
import type { Observer } from '../observer.js';
import type { Workers } from '../workers/open-workers.js';
import { withParts } from '../workers/with-parts.js';
import type { World } from '../world.js';

/**
 * What images and weights are now. Images are read where they were not seen before.
 *
 * @throws {ChangedError} the images are gone, and how to say where they are now.
 * @throws {DataError} they cannot be read.
 */
export async function identify(
  world: World,
  { pool, setting }: Pick<Workers, 'pool' | 'setting'>,
  of: { readonly data: DataSpec | null; readonly model: ModelSpec | null },
  observer: Observer,
): Promise<Identified> {
  const { result } = await withParts(world, observer, (port) =>
    unlessInterrupted(
      pool.call('identify', { ...setting, ...of, port }, { transfer: [port] }),
      world.signal,
    ),
  );
  return result;
}

/** What is made from it, as it is kept. */
export function fingerprintOf({ data, weights }: Identified): Fingerprint {
  return {
    classNames: data?.listing.classNames ?? [],
    data: data?.digest ?? null,
    weights,
  };
}
