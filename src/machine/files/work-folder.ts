import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isAlive } from '../is-alive.js';
import { processIdentity } from '../process-identity.js';
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
    if (name.startsWith(prefix)) await remove(join(parent, name));
  }
  // It tells its owner: `clearWorkFolders` leaves those of the living alone.
  const path = join(parent, `${prefix}${PLACE}.${process.pid}.${randomUUID().slice(0, 8)}`);
  await mkdir(path);
  try {
    return await work(path);
  } finally {
    await remove(path);
  }
}

/**
 * Removes the work folders of dead processes wherever they lie in a cache folder: a killed
 * installation leaves close to a gigabyte, and the next one may never come. `own`: also this
 * process's, whose threads have ended. Never throws.
 */
export async function clearWorkFolders(cacheDir: string, own = false): Promise<void> {
  for (const folder of await foldersIn(cacheDir, DEPTH)) {
    const [, place, pid] = WORK_FOLDER.exec(basename(folder)) ?? [];
    if (place === undefined) continue;
    const isOver = place === PLACE ? isOurs(Number(pid), own) : await isForgotten(folder);
    if (isOver) await remove(folder).catch(() => undefined);
  }
}

function isOurs(pid: number, own: boolean): boolean {
  return pid === process.pid ? own : !isAlive(pid);
}

async function isForgotten(folder: string): Promise<boolean> {
  const found = await stat(folder).catch(() => null);
  return found !== null && Date.now() - found.mtimeMs > FORGOTTEN;
}

/** Of the cache's folders: `npm/x.part-...` and `backends/tensorflow/.x.part-...`. */
const DEPTH = 3;

/** Milliseconds after which another machine's folder, or another container's, is nobody's. */
const FORGOTTEN = 24 * 3_600_000;

/** How a work folder's name ends: where its process runs, that process, and nothing else. */
export const WORK_FOLDER = /\.part-([0-9a-f]{8})\.(\d+)\.[0-9a-f]{8}$/;

/** Where process ids mean the same as here: a start of this system, and a namespace in it. */
const PLACE = createHash('sha256').update(processIdentity().place).digest('hex').slice(0, 8);

/** Folders in a folder, and in those, so deep; work folders are not entered. */
async function foldersIn(folder: string, depth: number): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found = entries.filter((each) => each.isDirectory()).map(({ name }) => join(folder, name));
  if (depth === 1) return found;
  const deeper = found
    .filter((each) => !WORK_FOLDER.test(each))
    .map((each) => foldersIn(each, depth - 1));
  return [...found, ...(await Promise.all(deeper)).flat()];
}

/** What a program that was just ended still writes is waited for. */
function remove(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
