import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { codeOf } from '../core/errors.js';
import { makeFolder } from '../machine/files/make-folder.js';
import { moveIntoPlace } from '../machine/files/move-into-place.js';
import { namesIn } from '../machine/files/tree.js';
import { checkpointFolder } from './files.js';

/**
 * Ids of the sweeps that have a folder of files beside a database, which need not be its own: one of
 * the same name stood there before, or one of another ending (`thaw.db`) stands beside it.
 */
export function sweepFolders(db: string): readonly number[] {
  return namesIn(parentOf(db)).flatMap((name) => {
    const [, id] = /^sweep-(\d{1,12})$/.exec(name) ?? [];
    return id === undefined ? [] : [Number(id)];
  });
}

/** Makes the folder of a new sweep. False: there is one. Where none can be made, nobody has one. */
export function claimFolder(db: string, sweepId: number): boolean {
  try {
    makeFolder(parentOf(db));
    mkdirSync(checkpointFolder(db, sweepId));
    return true;
  } catch (error) {
    return codeOf(error) !== 'EEXIST' || !sweepFolders(db).includes(sweepId);
  }
}

/** Removes a deleted sweep's files. A process that dies in the middle leaves what may go. */
export function deleteFolder(db: string, sweepId: number): void {
  const folder = checkpointFolder(db, sweepId);
  if (!existsSync(folder)) return;
  rmSync(`${folder}${DELETED}`, { recursive: true, force: true });
  moveIntoPlace(folder, `${folder}${DELETED}`);
  rmSync(`${folder}${DELETED}`, { recursive: true, force: true });
}

/** What such processes left; absolute paths. */
export function deletedFolders(db: string): readonly string[] {
  const parent = parentOf(db);
  return namesIn(parent)
    .filter((name) => name.endsWith(DELETED) && /^sweep-\d+\./.test(name))
    .map((name) => join(parent, name));
}

/** Behind a folder's name. */
const DELETED = '.deleted';

function parentOf(db: string): string {
  return dirname(checkpointFolder(db, 0));
}
