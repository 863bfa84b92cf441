import { UsageError } from '../../core/errors.js';
import { bestTrial } from '../../results/best-trial.js';
import type { Database } from '../../results/database.js';
import { openTrained, type Trained } from '../../results/open-trained.js';
import type { SweepRow } from '../../store/port.js';
import { backendOf } from '../trials/backend-of.js';
import type { World } from '../world.js';
import type { AskedTrial } from './look.js';

export interface Asking {
  /** Id, as a person writes it, or `best`. */
  readonly trial: string;
  /** Absolute path of the sweep file, for `best`. */
  readonly file: string;
  /** Absent: the one that it was trained on. */
  readonly backend: string | undefined;
}

/**
 * The trial whose network is to be asked.
 *
 * @throws {UsageError} there is none, or its weights were not kept.
 * @throws {BackendError}
 */
export async function trialToAsk(
  world: Pick<World, 'env'>,
  database: Database,
  { trial, file, backend }: Asking,
): Promise<AskedTrial> {
  const trained =
    trial === 'best' ? await bestOfFile(database, file) : await openTrained(database, trial);
  return { trained, backend: backendOf(world, trained.sweep, backend) };
}

async function bestOfFile(database: Database, file: string): Promise<Trained> {
  const sweeps = await database.store.readings.sweeps();
  for (const sweep of sweeps.filter((each) => each.file === file)) {
    const best = await bestOf(database, sweep);
    if (best !== null) return openTrained(database, String(best));
  }
  throw new UsageError(
    `No trial of ${file} has finished yet, in ${database.name}. \`thaw run\` trains some; --trial N takes one of another file over the same images.`,
  );
}

/** The best trial of those that come after the latest change of images; null: none has finished. */
async function bestOf({ store }: Database, sweep: SweepRow): Promise<number | null> {
  const made = await store.readings.allMadeOf(sweep.id);
  const best = await bestTrial(store, sweep, made.at(-1)?.change ?? 0);
  return best?.trial ?? null;
}
