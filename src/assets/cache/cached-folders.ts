import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '../../machine/files/make-folder.js';
import { namesIn } from '../../machine/files/tree.js';

/** Decoded images of one folder of the user's at one size, as they lie in the cache. */
export interface CachedFolder {
  readonly path: string;
  /** Absolute path of the user's folder; null: a program that did not say decoded it. */
  readonly source: string | null;
  /** Its states, the newest first: only that can be asked for. */
  readonly states: readonly { readonly path: string; readonly changedAt: number }[];
}

/** Notes whose decoded images lie in a folder of that name in the cache. */
export function rememberSource(cacheDir: string, name: string, source: string): void {
  const file = noteOf(cacheDir, name);
  try {
    makeFolder(dirname(file));
    writeFileSync(file, `${JSON.stringify({ source })}\n`);
  } catch {
    // They are only kept for longer.
  }
}

export function cachedFolders(cacheDir: string): readonly CachedFolder[] {
  const folders = join(cacheDir, 'folders');
  return namesIn(folders).map((name) => {
    const path = join(folders, name);
    const states = namesIn(path)
      .filter((state) => /^[0-9a-f]{20}$/.test(state))
      .map((state) => join(path, state))
      .map((state) => ({ path: state, changedAt: statSync(state).mtimeMs }))
      .sort((a, b) => b.changedAt - a.changedAt);
    return { path, source: sourceOf(noteOf(cacheDir, name)), states };
  });
}

/** Apart from them, as what else lies there may be removed by who decodes. */
function noteOf(cacheDir: string, name: string): string {
  return join(cacheDir, 'sources', `${name}.json`);
}

function sourceOf(note: string): string | null {
  try {
    const { source } = JSON.parse(readFileSync(note, 'utf8')) as { source: unknown };
    return typeof source === 'string' ? source : null;
  } catch {
    return null;
  }
}
