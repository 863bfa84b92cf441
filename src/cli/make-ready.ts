import { withProgressPort } from '../app/with-progress-port.js';
import { DataError } from '../core/errors.js';
import type { DataSpec, ModelSpec } from '../core/sweep.js';
import { plain } from '../core/words/plain.js';
import type { Prepared } from '../worker/protocol/tasks.js';
import type { CliContext } from './context.js';
import { unlessInterrupted } from './interrupts.js';
import { NOTHING_BEGAN, type Workers } from './open-workers.js';
import type { Screen } from './progress/screen.js';
import { showPreparation } from './progress/show-preparation.js';
import { count, grouped } from './render/units.js';

export interface Needs {
  readonly data: DataSpec | null;
  readonly model: ModelSpec | null;
  readonly skipBad: boolean;
}

export interface Ready extends Prepared {
  /** The data asked for; with smaller counts where broken images were left out. */
  readonly data: DataSpec | null;
  /** What it took: a second time, both are close to 0. */
  readonly seconds: { readonly download: number; readonly images: number };
}

/**
 * Fetches and decodes what is needed, with bars; instant where it is in the cache already.
 *
 * @throws {DataError | WeightsError | FetchError | InterruptedError}
 */
export async function makeReady(
  context: Pick<CliContext, 'err' | 'now'>,
  { pool, setting }: Pick<Workers, 'pool' | 'setting'>,
  needs: Needs,
  screen: Screen,
  signal: AbortSignal,
): Promise<Ready> {
  const display = showPreparation(context, screen);
  try {
    const prepared = await withProgressPort(display.onProgress, (port) =>
      unlessInterrupted(
        pool.call('prepare', { ...setting, ...needs, port }, { transfer: [port] }),
        signal,
        NOTHING_BEGAN,
      ),
    );
    display.close();
    tellNotes(screen, prepared);
    const data = needs.data && fitted(needs.data, prepared);
    return { ...prepared, data, seconds: display.seconds() };
  } finally {
    display.close();
  }
}

/** Most broken images that are named. */
const NAMED = 5;

function tellNotes(screen: Screen, { skipped, notes }: Prepared): void {
  for (const note of notes) screen.print(`Note: ${plain(note)}`);
  if (skipped.length === 0) return;
  const rest = skipped.length > NAMED ? ', ...' : '';
  const names = skipped.slice(0, NAMED).map(plain).join(', ');
  screen.print(`Note: ${count(skipped.length, 'broken image')} left out: ${names}${rest}`);
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
    `The sweep asks for ${grouped(data.train)} images to train and ${grouped(data.val)} to validate, but the training split of ${data.source} has ${grouped(available.train)}${left}. Ask for less under \`data\`.`,
  );
}
