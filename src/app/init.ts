import { existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sweepTemplate } from '../config/template.js';
import { UsageError } from '../core/errors.js';
import { makeFolder } from '../machine/files/make-folder.js';

/**
 * Writes a commented sweep file to start from, and the folders that lead to it. `file`: absolute
 * path; `force`: overwrite one that is there.
 *
 * @throws {UsageError}
 */
export function init(file: string, force: boolean): void {
  if (existsSync(file)) {
    if (statSync(file).isDirectory()) throw new UsageError(`${file} is a folder: name a file.`);
    if (!force) throw new UsageError(`${file} exists already; --force overwrites it.`);
  }
  makeFolder(dirname(file));
  writeFileSync(file, sweepTemplate(schemaFrom(dirname(file))));
}

const SCHEMA = fileURLToPath(new URL('../../sweeps/sweep.schema.json', import.meta.url));

/** The shipped JSON Schema as an editor finds it: by a relative path inside a clone. */
function schemaFrom(folder: string): string {
  const below = relative(dirname(dirname(SCHEMA)), folder);
  // Absolute: on another drive of Windows.
  const inside = !below.startsWith('..') && !isAbsolute(below);
  return inside ? relative(folder, SCHEMA).replaceAll('\\', '/') : SCHEMA;
}
