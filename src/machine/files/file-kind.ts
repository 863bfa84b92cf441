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

/** What a path that is no file or folder names, in words; null: a file or folder, or nothing. */
export function specialFile(path: string): string | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  const kind = stat ? kindOf(stat) : 'file';
  return kind === 'file' || kind === 'folder' ? null : `a ${kind}`;
}
