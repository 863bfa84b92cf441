import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from '../../core/errors.js';

/**
 * Makes a folder and those above it, whatever of them is missing. Not by Node's `recursive`, which
 * tries for ever where the system says of a folder that is there that it is not (below /proc).
 *
 * @throws {Error} the file system's, as it is.
 */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    const code = codeOf(error);
    if (isFolder(path)) return;
    if (code !== 'ENOENT' || dirname(path) === path || isFolder(dirname(path))) throw error;
    makeFolder(dirname(path));
    makeFolder(path);
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
