import type { LoadedSweep } from '../../config/file/parse-sweep.js';
import { namesIn } from '../../machine/files/tree.js';
import type { Database } from '../../results/database.js';
import { checkpointFolder } from '../../store/files.js';
import type { Store, SweepRow } from '../../store/port.js';
import { claimFolder, sweepFolders } from '../../store/sweep-folders.js';
import type { Observer } from '../observer.js';
import { countTrials } from '../planned-trials.js';
import { lookAtRoom } from '../workers/look-at-room.js';
import { checkRoom } from '../workers/room.js';
import type { World } from '../world.js';
import type { SweepEnd } from './sweep-end.js';
import { trainSweep } from './train-sweep.js';
import { withWarmStart } from './warm-start.js';

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
  const { source, file, skipBad, sharing } = request;
  const { store } = database;
  const spec = await withWarmStart(store, request.spec, observer);
  const room = lookAtRoom(world, spec, database.file);
  for (const message of checkRoom(room, spec, database.file)) {
    observer.onNote?.({ kind: 'message', message });
  }
  observer.onRoom?.(room);
  const sweep = await unfinishedOf(store, file, source);
  if (sweep) observer.onNote?.({ kind: 'unfinished', sweep });
  return trainSweep(
    world,
    database,
    {
      spec,
      backend: spec.backend,
      remaining: countTrials(spec),
      trialBytes: room.needs.memory.trial,
      skipBad,
      sharing,
      // A new sweep is made of what there is.
      settle: async () => 0,
      sweepId: (ready) => begin(database, { spec: ready, file, source }, observer),
    },
    observer,
  );
}

/** With an id whose folder is free: what lies there may be the last copy of another's results. */
async function begin(
  { store, file: db }: Database,
  sweep: Pick<RunRequest, 'spec' | 'file' | 'source'>,
  observer: Observer,
): Promise<number> {
  const folderOf = (id: number) => checkpointFolder(db, id);
  // Folders first: one that another process fills has its row by then.
  const filled = sweepFolders(db).filter((id) => namesIn(folderOf(id)).length > 0);
  const own = new Set((await store.readings.sweeps()).map(({ id }) => id));
  const others = filled.filter((id) => !own.has(id));
  const after = Math.max(0, ...others);
  let id = await store.queue.createSweep({ ...sweep, after });
  // A run of another database may have taken that one at the same moment.
  while (!claimFolder(db, id)) {
    await store.queue.deleteSweep(id);
    id = await store.queue.createSweep({ ...sweep, after: id });
  }
  if (others.length > 0 && id === after + 1) {
    const message = `${folderOf(after)} holds files of a sweep that this database does not have: they stay, and this is sweep ${id}`;
    observer.onNote?.({ kind: 'message', message });
  }
  return id;
}

/** The latest sweep of this file that could be resumed instead. */
export async function unfinishedOf(
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
