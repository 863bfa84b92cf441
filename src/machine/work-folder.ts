import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeFolder } from './make-folder.js';

/**
 * Runs `work` with a fresh folder beside `folder` (the same file system, so that a rename into place
 * is one step) and removes it afterwards, with those that killed processes left. Call it under the
 * lock of `folder`.
 */
export async function withWorkFolder<T>(
  folder: string,
  work: (path: string) => Promise<T>,
): Promise<T> {
  const parent = dirname(folder);
  const prefix = `${basename(folder)}.part-`;
  makeFolder(parent);
  for (const name of await readdir(parent)) {
    if (name.startsWith(prefix)) await rm(join(parent, name), { recursive: true, force: true });
  }
  const path = join(parent, `${prefix}${randomUUID()}`);
  await mkdir(path);
  try {
    return await work(path);
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}
