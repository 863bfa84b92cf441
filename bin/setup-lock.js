import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs `work` while no other process sets up the same folder; waits for one that does. `work` must
 * look again at what is needed. The lock lies in the system's temporary folder, so that a clone
 * stays clean and installing cannot sweep it away.
 */
export async function withSetupLock(root, log, work) {
  const key = createHash('sha256').update(`${root}\0${userInfo().username}`).digest('hex');
  const file = join(tmpdir(), `thaw-setup-${key.slice(0, 16)}.lock`);
  for (let told = false; !take(file); told = true) {
    if (!told) log('Another process is setting up Thaw here; waiting for it ...');
    await sleep(200);
  }
  try {
    work(file);
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    clearIfAbandoned(file);
    return false;
  }
}

function clearIfAbandoned(file) {
  const owner = ownerOf(file);
  if (owner === null ? isFresh(file) : isAlive(owner)) return;
  // Renaming first: of two processes that both found it abandoned, one gets it. If what was
  // renamed is already a new owner's lock, it goes back.
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
    if (ownerOf(aside) === owner) rmSync(aside);
    else renameSync(aside, file);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

/** An empty lock is one that is just being written, unless it is older than that can take. */
function isFresh(file) {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat === undefined || Date.now() - stat.mtimeMs < 10_000;
}

/** Process id in the lock; null while it is being written or gone. */
function ownerOf(file) {
  try {
    return Number(readFileSync(file, 'utf8')) || null;
  } catch {
    return null;
  }
}

/** As src/machine/is-alive.ts, which is not built yet when this runs. */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
