import type { LoadedSweep } from '../../config/file/parse-sweep.js';
import type { Database } from '../../results/database.js';
import type { Store, SweepRow } from '../../store/port.js';
import { sweepSize } from '../../sweep/sweep-result.js';
import type { Observer } from '../observer.js';
import type { World } from '../world.js';
import type { SweepEnd } from './sweep-end.js';
import { trainSweep } from './train-sweep.js';

export interface RunRequest extends Pick<LoadedSweep, 'spec' | 'source'> {
  /** Absolute path of the sweep file. */
  readonly file: string;
  readonly skipBad: boolean;
  readonly sharing: boolean;
}

/**
 * Trains all trials of a sweep, as a new one.
 *
 * @throws {ThawError} what keeps it from starting; what cannot start leaves no row.
 */
export async function run(
  world: World,
  database: Database,
  request: RunRequest,
  observer: Observer,
): Promise<SweepEnd> {
  const { spec, source, file, skipBad, sharing } = request;
  const { store } = database;
  const sweep = await unfinishedOf(store, file, source);
  if (sweep) observer.onNote?.({ kind: 'unfinished', sweep });
  return trainSweep(
    world,
    database,
    {
      spec,
      backend: spec.backend,
      remaining: sweepSize(spec),
      skipBad,
      sharing,
      // A new sweep is made of what there is.
      settle: async () => 0,
      sweepId: (ready) => store.queue.createSweep({ spec: ready, file, source }),
    },
    observer,
  );
}

/** The latest sweep of this file that could be resumed instead. */
async function unfinishedOf(
  { readings }: Store,
  file: string,
  source: string,
): Promise<SweepRow | undefined> {
  return (await readings.sweeps()).find(
    (sweep) =>
      (sweep.file === file || sweep.source === source) &&
      (sweep.state === 'interrupted' || sweep.state === 'running'),
  );
}
