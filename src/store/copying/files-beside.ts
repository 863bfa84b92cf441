import { constants, copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { messageOf, StoreError } from '../../core/errors.js';
import { makeFolder } from '../../machine/files/make-folder.js';
import { moveIntoPlace } from '../../machine/files/move-into-place.js';
import { checkpointFile, checkpointFolder, weightsFile } from '../files.js';
import type { FilePlace } from './file-place.js';
import type { NamedFile } from './named-files.js';

/** Those beside a database that is a file. */
export function filesBeside(db: string): FilePlace {
  const made = new Set<string>();

  function pathOf(file: NamedFile, side: 'from' | 'to'): string {
    const sweep = file.sweep[side];
    if (file.kind === 'snapshot') {
      // A name alone, whatever a damaged row says.
      return join(checkpointFolder(db, sweep), basename(file.name));
    }
    const fileOf = file.kind === 'checkpoint' ? checkpointFile : weightsFile;
    return fileOf(db, sweep, file.trial[side]);
  }

  /** The folder of a sweep that is about to come: there is none, or it is somebody else's. */
  function claim(folder: string): void {
    if (made.has(folder)) return;
    makeFolder(dirname(folder));
    mkdirSync(folder);
    made.add(folder);
  }

  return {
    byDigest: false,
    async find(file) {
      const path = pathOf(file, 'from');
      return existsSync(path) ? path : null;
    },
    async put(file, from) {
      const path = pathOf(file, 'to');
      const part = `${path}.part`;
      try {
        claim(dirname(path));
        copyFileSync(from, part, constants.COPYFILE_FICLONE);
        moveIntoPlace(part, path);
      } catch (error) {
        throw new StoreError(
          `${from} cannot be copied to ${path} (${messageOf(error)}): check the disk and the permissions there, then try again`,
        );
      }
    },
    async undo() {
      for (const folder of made) rmSync(folder, { recursive: true, force: true });
    },
  };
}
