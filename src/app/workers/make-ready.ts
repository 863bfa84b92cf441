import { DataError } from '../../core/errors.js';
import type { DataSpec, ModelSpec } from '../../core/sweep.js';
import { count, grouped } from '../../core/words/numbers.js';
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
      pool.call('prepare', { ...setting, ...needs, port }, { transfer: [port] }),
      world.signal,
    ),
  );
  const { skipped, notes } = prepared;
  for (const message of notes) observer.onNote?.({ kind: 'message', message });
  if (skipped.length > 0) observer.onNote?.({ kind: 'skipped', images: skipped });
  return { ...prepared, data: needs.data && fitted(needs.data, prepared), seconds };
}

/**
 * A folder's images are counted only now. Where broken ones were left out, `train` and `val` shrink
 * in proportion: a sweep that asked for all there are still gets all there are.
 */
function fitted(data: DataSpec, { available, skipped }: Prepared): DataSpec {
  const asked = data.train + data.val;
  if (!available || asked <= available.train) return data;
  if (asked - skipped.length <= available.train) {
    const val = Math.floor((data.val * available.train) / asked);
    return { ...data, train: available.train - val, val };
  }
  const left = skipped.length > 0 ? ` (${count(skipped.length, 'broken image')} left out)` : '';
  throw new DataError(
    `The sweep asks for ${grouped(data.train)} images to train and ${grouped(data.val)} to validate, but the training split of ${data.source} has ${grouped(available.train)}${left}. Ask for fewer under \`data\`.`,
  );
}
