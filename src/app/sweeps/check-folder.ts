import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DiskError, messageOf } from '../../core/errors.js';
import { makeFolder } from '../../machine/files/make-folder.js';
import { checkpointFolder } from '../../store/files.js';

/**
 * Makes sure that weights can be kept beside the database, before hours go into them.
 *
 * @throws {DiskError}
 */
export function checkFolder(db: string): void {
  const folder = dirname(checkpointFolder(db, 0));
  const probe = join(folder, `.probe-${process.pid}`);
  try {
    makeFolder(folder);
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    throw new DiskError(
      `The folder for weights, ${folder}, cannot be written to (${messageOf(error)}). Mend that, name another database with --db, or keep no weights with --set keep=0.`,
    );
  }
}
