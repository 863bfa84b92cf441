import { fitData } from '../../core/data/fit-data.js';
import type { DataSpec, ModelSpec } from '../../core/sweep.js';
import type { Prepared } from '../../worker/protocol/tasks.js';
import { unlessInterrupted } from '../interrupted.js';
import type { Observer } from '../observer.js';
import type { World } from '../world.js';
import type { Workers } from './open-workers.js';
import type { PartsSeconds } from './track-parts.js';
import { withParts } from './with-parts.js';

export interface Needs {
  readonly data: DataSpec | null;
  readonly model: ModelSpec | null;
  readonly skipBad: boolean;
  /** Of the draw of images, where there are any. */
  readonly seed?: number;
}

export interface Ready extends Prepared {
  /** The data asked for; with smaller counts where broken images were left out. */
  readonly data: DataSpec | null;
  /** What it took: a second time, both are close to 0. */
  readonly seconds: PartsSeconds;
}

/**
 * Fetches and decodes what is needed; instant where it is in the cache already.
 *
 * @throws {DataError | WeightsError | FetchError | InterruptedError}
 */
export async function makeReady(
  world: World,
  { pool, setting }: Pick<Workers, 'pool' | 'setting'>,
  needs: Needs,
  observer: Observer,
): Promise<Ready> {
  const { result: prepared, seconds } = await withParts(world, observer, (port) =>
    unlessInterrupted(
      pool.call('prepare', { seed: 0, ...setting, ...needs, port }, { transfer: [port] }),
      world.signal,
    ),
  );
  const { skipped, notes } = prepared;
  for (const message of notes) observer.onNote?.({ kind: 'message', message });
  if (skipped.length > 0) observer.onNote?.({ kind: 'skipped', images: skipped });
  return { ...prepared, data: needs.data && fitted(needs.data, prepared), seconds };
}

/** Images are counted only now that they are decoded. */
function fitted(data: DataSpec, { available, skipped }: Prepared): DataSpec {
  return available ? fitData(data, available, skipped.length) : data;
}
