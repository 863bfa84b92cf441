import { statSync } from 'node:fs';
import { rename, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { measureTree, namesIn } from '../../../machine/files/tree.js';
import { withWorkFolder } from '../../../machine/files/work-folder.js';
import { withLock } from '../../../machine/lock.js';
import { isDigest } from '../blob-key.js';
import { inputsFolder } from './places.js';

/** Notes that it is used now: what was not for longest goes first. */
export async function noteUse(folder: string): Promise<void> {
  const now = new Date();
  await utimes(folder, now, now).catch(() => undefined);
}

/**
 * Removes images and weights of other machines from a cache folder until they take no more than
 * `mostBytes`, those first that were not used for longest; none that some process began to use within
 * the last hour. They can be fetched again.
 */
export async function evictInputs(cacheDir: string, mostBytes: number): Promise<void> {
  const found = keptInputs(cacheDir).toSorted((a, b) => a.usedAt - b.usedAt);
  let held = found.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { path, bytes, usedAt } of found) {
    if (held <= mostBytes || Date.now() - usedAt < IN_USE) return;
    await removeInput(path);
    held -= bytes;
  }
}

/** Milliseconds after which a process has read what it was going to use. */
const IN_USE = 3_600_000;

export interface KeptInput {
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly usedAt: number;
}

/** Images and weights of other machines in a cache folder. */
export function keptInputs(cacheDir: string): readonly KeptInput[] {
  return (['data', 'weights'] as const).flatMap((kind) => {
    const folder = inputsFolder(cacheDir, kind);
    return namesIn(folder)
      .filter(isDigest)
      .flatMap((name) => {
        const path = join(folder, name);
        const found = statSync(path, { throwIfNoEntry: false });
        return found ? [{ path, bytes: measureTree(path).bytes, usedAt: found.mtimeMs }] : [];
      });
  });
}

/** In one step for whoever looks whether it is there. */
async function removeInput(path: string): Promise<void> {
  await withLock(`${path}.lock`, () =>
    withWorkFolder(path, (work) => rename(path, join(work, 'gone')).catch(() => undefined)),
  );
}
