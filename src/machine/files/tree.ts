import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A file, or a folder and all below it; links are not followed. */
export interface Tree {
  readonly bytes: number;
  /** When anything of it changed last, in milliseconds since 1970. */
  readonly changedAt: number;
}

/** What vanishes meanwhile counts for nothing. */
export function measureTree(path: string): Tree {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (!stat) return { bytes: 0, changedAt: 0 };
  const own = { bytes: stat.isDirectory() ? 0 : stat.size, changedAt: stat.mtimeMs };
  if (!stat.isDirectory()) return own;
  return namesIn(path).reduce<Tree>((sum, name) => {
    const { bytes, changedAt } = measureTree(join(path, name));
    return { bytes: sum.bytes + bytes, changedAt: Math.max(sum.changedAt, changedAt) };
  }, own);
}

/** Names in a folder; none where there is no such folder. */
export function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
