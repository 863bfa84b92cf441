import { open, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { removeFile } from '../../machine/files/remove-file.js';
import {
  isLeftOver,
  isSnapshot,
  placeFile,
  placeOf,
  removeFrom,
  snapshotBase,
} from '../snapshots/cohort-files.js';
import type { SweepFiles } from './sweep-files.js';

export interface FolderFilesParts {
  /** Where the sweep's files lie; it need not be there yet. */
  readonly folder: string;
  /** Absolute path of a trial's weights. */
  readonly checkpointPath: (trialId: number) => string;
}

/** Files in a folder of this machine. */
export function folderFiles({ folder, checkpointPath }: FolderFilesParts): SweepFiles {
  return {
    checkpoint: checkpointPath,
    dropCheckpoint: (trialId) => removeFile(checkpointPath(trialId)),
    snapshotBase: (cohort) => snapshotBase(folder, cohort),
    placeFile: (cohort) => placeFile(folder, cohort),
    placeOf: (cohort) => placeOf(folder, cohort),
    async keep({ part }) {
      try {
        return await moveSafely(part);
      } catch (error) {
        removeFile(part);
        throw error;
      }
    },
    // A database is a file like any other: its word is not taken for a path.
    pathOf: ({ file }) => join(folder, basename(file)),
    drop(files) {
      for (const file of files.filter(isSnapshot)) removeFile(join(folder, basename(file)));
    },
    keepOnly: (promised) =>
      removeFrom(folder, (name) => isLeftOver(name) || (isSnapshot(name) && !promised.has(name))),
    clear: () => removeFrom(folder, isLeftOver),
  };
}

/** Synced, then renamed: whatever the name shows is whole, also after the power failed. */
async function moveSafely(part: string): Promise<string> {
  const path = part.replace(/\.part$/, '');
  await sync(part, 'r+');
  await rename(part, path);
  // Not every system lets a folder be opened.
  await sync(dirname(path), 'r').catch(() => undefined);
  return basename(path);
}

async function sync(path: string, flags: string): Promise<void> {
  const file = await open(path, flags);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
