import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, DataError, messageOf } from '../../../core/errors.js';
import { kindOf } from '../../../machine/files/file-kind.js';
import { isPassedOver } from './passed-over.js';

/** What lies in a folder at any depth. Paths are absolute, in order. */
export interface Walked {
  /** Regular files, and links to such. */
  readonly files: readonly string[];
  readonly folders: readonly string[];
  /** What must not be opened, and what it is: `broken link`, `named pipe`. */
  readonly odd: readonly OddEntry[];
}

export interface OddEntry {
  readonly path: string;
  readonly kind: string;
}

/** One folder's own entries; links are what they lead to. */
export interface Entries {
  readonly files: readonly string[];
  readonly folders: readonly string[];
  readonly odd: readonly (Omit<OddEntry, 'path'> & { readonly name: string })[];
}

/**
 * Everything in a folder but what is hidden or left by tools. Linked folders are followed; each
 * folder is entered once, and never one of `above` (folders that it lies in), so that circles end.
 * Opens nothing but folders.
 *
 * @throws {DataError} a folder in it cannot be read.
 */
export function walk(folder: string, above: readonly string[] = []): Walked {
  const files: string[] = [];
  const folders: string[] = [];
  const odd: OddEntry[] = [];
  const seen = new Set([...above, folder].map(identityOf));
  const waiting = [folder];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const at = next;
    const entries = entriesOf(at);
    files.push(...entries.files.map((name) => join(at, name)));
    odd.push(...entries.odd.map(({ name, kind }) => ({ path: join(at, name), kind })));
    for (const inner of entries.folders.map((name) => join(at, name))) {
      const identity = identityOf(inner);
      if (seen.has(identity)) continue;
      seen.add(identity);
      folders.push(inner);
      waiting.push(inner);
    }
  }
  // Entries come in whatever order the file system keeps them.
  return { files: files.sort(), folders: folders.sort(), odd: odd.sort(byPath) };
}

/** @throws {DataError} the folder cannot be read. */
export function entriesOf(folder: string): Entries {
  const entries = { files: [] as string[], folders: [] as string[], odd: [] as OddName[] };
  for (const entry of read(folder)) {
    if (isPassedOver(entry.name)) continue;
    const kind = entry.isSymbolicLink() ? linkedKind(join(folder, entry.name)) : kindOf(entry);
    if (kind === 'file') entries.files.push(entry.name);
    else if (kind === 'folder') entries.folders.push(entry.name);
    else entries.odd.push({ name: entry.name, kind });
  }
  entries.folders.sort();
  return entries;
}

type OddName = Entries['odd'][number];

function read(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw unreadable(folder, error);
  }
}

/** With a cause where it is the machine's doing, not that of whoever named the folder. */
function unreadable(folder: string, error: unknown): DataError {
  const code = codeOf(error) ?? '';
  const why = WHY[code] ?? messageOf(error);
  const message = `${folder} cannot be read as a folder of images: ${why}.`;
  return new DataError(message, code in WHY && code !== 'EACCES' ? {} : { cause: error });
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'it is a file',
  EACCES: 'permission denied',
};

function linkedKind(path: string): string {
  try {
    return kindOf(statSync(path));
  } catch (error) {
    return codeOf(error) === 'ELOOP' ? 'link in a circle' : 'broken link';
  }
}

/** Two paths with the same one are one folder. */
function identityOf(folder: string): string {
  try {
    const { dev, ino } = statSync(folder, { bigint: true });
    return `${dev}:${ino}`;
  } catch (error) {
    throw unreadable(folder, error);
  }
}

function byPath(a: OddEntry, b: OddEntry): number {
  return a.path < b.path ? -1 : 1;
}
