import { type Dirent, type Stats, statSync } from 'node:fs';

export type FileKind = 'file' | 'folder' | 'named pipe' | 'socket' | 'device';

/** What an entry is, in a person's words. */
export function kindOf(entry: Dirent | Stats): FileKind {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  if (entry.isFIFO()) return 'named pipe';
  if (entry.isSocket()) return 'socket';
  return 'device';
}

/** What lies at a path; null: nothing, or what cannot be looked at, as whoever opens it will say. */
export function kindAt(path: string): FileKind | null {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    return stat ? kindOf(stat) : null;
  } catch {
    return null;
  }
}
