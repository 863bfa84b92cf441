import { open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from '../core/errors.js';
import { makeFolder } from './files/make-folder.js';
import { isAlive } from './is-alive.js';

/**
 * Runs `work` while no other process (or thread) runs work under the same lock file; waits for its
 * turn. A lock whose holder died is taken over: at once on the same machine, else when it has not
 * been touched for `STALE_MS`.
 *
 * It saves work, it doesn't protect data: two takers of a dead lock at the same moment may both
 * run, so `work` must publish its result in one step (a rename).
 *
 * @throws the signal's reason, if it aborts while others have their turn; what `work` throws.
 */
export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  makeFolder(dirname(path));
  while (!(await create(path))) {
    if (await isDeadLock(path)) await rm(path, { force: true });
    else await sleep(200, undefined, { signal });
  }
  const touch = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, STALE_MS / 6);
  touch.unref();
  try {
    return await work();
  } finally {
    clearInterval(touch);
    await rm(path, { force: true });
  }
}

const STALE_MS = 60_000;

async function create(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    await file.writeFile(`${hostname()} ${process.pid}`);
    await file.close();
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Whether nobody holds the lock file any more; false also where there is none. */
export async function isDeadLock(path: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > STALE_MS) return true;
    const [host, pid] = (await readFile(path, 'utf8')).split(' ');
    return host === hostname() && pid !== undefined && !isAlive(Number(pid));
  } catch {
    return false; // Gone meanwhile: the next try creates it.
  }
}
