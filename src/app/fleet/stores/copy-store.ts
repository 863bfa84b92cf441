import { UsageError } from '../../../core/errors.js';
import { isUrl, type Place } from '../../../core/places/place.js';
import { type CopyDocument, copyDocument } from '../../../results/documents/fleet/store.js';
import { copySweeps } from '../../../store/copying/copy-sweeps.js';
import type { FilePlace, FilesPlaced } from '../../../store/copying/file-place.js';
import { filesBeside } from '../../../store/copying/files-beside.js';
import { placeFiles } from '../../../store/copying/place-files.js';
import { sweepsToCopy } from '../../../store/copying/refusals.js';
import type { TableAccess } from '../../../store/copying/table-rows.js';
import { tablesAt } from '../../../store/index.js';
import { sweepFolders } from '../../../store/sweep-folders.js';
import { cleanedUp } from '../../interrupted.js';
import type { Observer } from '../../observer.js';
import { isThere, settledPlace, upgradesOf } from '../../open-database.js';
import type { World } from '../../world.js';
import { ownMember } from '../open-desk.js';
import { sharedFiles } from './shared-files.js';
import { tellCopy } from './tell-copy.js';

export interface CopyRequest {
  readonly from: Place;
  readonly to: Place;
  /** Ids; null: all there are. */
  readonly sweeps: readonly number[] | null;
  /** Also what is there already. */
  readonly again: boolean;
}

/**
 * Copies sweeps from one database to another, with the files that lie beside both, or are
 * artifacts where `THAW_ARTIFACTS` says. In the end all of it
 * is there, and the same, or nothing.
 *
 * @throws {UsageError | StoreError}
 */
export async function copyStore(
  world: Pick<World, 'env' | 'now' | 'signal'>,
  { sweeps, again, ...places }: CopyRequest,
  observer: Observer,
): Promise<CopyDocument> {
  const { signal } = world;
  const [from, to] = [settledPlace(places.from), settledPlace(places.to)];
  if (from.name === to.name) throw new UsageError(`${from.name} cannot be copied to itself.`);
  if (!isThere(from)) throw new UsageError(`There is no database at ${from.name}.`);
  const [source, target] = [await tablesIn(from), await tablesIn(to)];
  const [fromFiles, toFiles] = [filesOf(world, from), filesOf(world, to)];
  const tell = tellCopy(world, observer);
  let files: FilesPlaced = { placed: 0, bytes: 0, left: [] };

  const work = source.read(from.at, upgradesOf(from.file, observer), async (rows) => {
    // Before anything is made there.
    sweepsToCopy(await rows.heads(), sweeps);
    return target.write(to.at, upgradesOf(to.file, observer), (there) =>
      copySweeps({
        ...{ from: rows, to: there, chosen: sweeps, again, signal, member: ownMember(world.env) },
        lastFolder: isUrl(to.at) ? 0 : Math.max(0, ...sweepFolders(to.file)),
        onRows: tell.onRows,
        async placeFiles(named) {
          const onFile = (done: number) => tell.onFiles(done, named.length);
          files = await placeFiles(named, fromFiles, toFiles, { signal, onFile });
        },
      }),
    );
  });
  // In time for whoever waits for it after an interruption, too.
  const undone = work.catch(async (error) => {
    await toFiles?.undo();
    throw error;
  });
  try {
    const copied = await cleanedUp(undone, signal, 'Interrupted: nothing was copied.');
    return copyDocument({ from: from.name, to: to.name }, copied, files);
  } finally {
    observer.onPartsEnd?.();
  }
}

/** @throws {UsageError} its kind shows none. */
async function tablesIn({ at, name }: Place): Promise<TableAccess> {
  const tables = await tablesAt(at);
  if (tables) return tables;
  throw new UsageError(
    `What lies behind ${name} can only be read through it: name the database itself, postgres://USER@HOST/DATABASE.`,
  );
}

/** Null: nothing says where the files of a shared database lie. */
function filesOf(world: Pick<World, 'env'>, place: Place): FilePlace | null {
  if (!isUrl(place.at)) return filesBeside(place.file);
  return world.env.THAW_ARTIFACTS ? sharedFiles(world, place) : null;
}
