import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Decoded images of one folder of the user's at one size, as they lie in the cache. */
export interface CachedFolder {
  readonly path: string;
  /** Absolute path of the user's folder; null: a program that did not say decoded it. */
  readonly source: string | null;
  /** Its states, the newest first: only that can be asked for. */
  readonly states: readonly { readonly path: string; readonly changedAt: number }[];
}

/** Says, beside the decoded images, whose they are. */
export function rememberSource(folder: string, source: string): void {
  try {
    writeFileSync(join(folder, SOURCE), `${JSON.stringify({ source })}\n`);
  } catch {
    // They are only kept for longer.
  }
}

/** `folders`: where they lie in the cache. */
export function cachedFolders(folders: string): readonly CachedFolder[] {
  if (!existsSync(folders)) return [];
  return readdirSync(folders).map((name) => {
    const path = join(folders, name);
    const states = readdirSync(path)
      .filter((state) => /^[0-9a-f]{20}$/.test(state))
      .map((state) => join(path, state))
      .map((state) => ({ path: state, changedAt: statSync(state).mtimeMs }))
      .sort((a, b) => b.changedAt - a.changedAt);
    return { path, source: sourceOf(path), states };
  });
}

const SOURCE = 'source.json';

function sourceOf(folder: string): string | null {
  try {
    const { source } = JSON.parse(readFileSync(join(folder, SOURCE), 'utf8')) as {
      source: unknown;
    };
    return typeof source === 'string' ? source : null;
  } catch {
    return null;
  }
}
