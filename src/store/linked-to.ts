import { existsSync, lstatSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { checkpointFolder } from './files.js';

/**
 * The file that a database's path leads to: by whatever link it is named, its log and the files of
 * its sweeps lie beside the file itself. Unless they lie beside the link alone, where an older program
 * put them. As it is where the path is no link, or leads nowhere yet.
 */
export function linkedTo(db: string): string {
  try {
    if (!lstatSync(db).isSymbolicLink()) return db;
    const file = realpathSync(db);
    return hasFiles(db) && !hasFiles(file) ? db : file;
  } catch {
    return db;
  }
}

function hasFiles(db: string): boolean {
  return existsSync(dirname(checkpointFolder(db, 0)));
}
