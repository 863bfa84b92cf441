import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clearWorkFolders, withWorkFolder } from '../../src/machine/files/work-folder.js';

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'thaw-work-'));
});
afterEach(() => rmSync(cache, { recursive: true }));

/** A work folder as this process names one, but of another owner. */
async function workFolderOf(pid: number, place?: string): Promise<string> {
  let name = '';
  await withWorkFolder(join(cache, 'npm', 'weights-1.0'), async (path) => {
    name = basename(path);
  });
  const [, ours, hash] = /^weights-1\.0\.part-(.{8})\.\d+\.(.{8})$/.exec(name)!;
  const path = join(cache, 'npm', `weights-1.0.part-${place ?? ours}.${pid}.${hash}`);
  mkdirSync(join(path, 'files'), { recursive: true });
  return path;
}

const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid;

describe('what killed processes left in the cache', () => {
  it('is removed at the next start, at any depth', async () => {
    const dead = await workFolderOf(deadPid());
    const install = join(cache, 'backends', 'tensorflow', `.tfjs${/\.part-.*$/.exec(dead)![0]}`);
    mkdirSync(install, { recursive: true });
    await clearWorkFolders(cache);
    expect([existsSync(dead), existsSync(install)]).toEqual([false, false]);
  });

  it('is left alone where its owner lives', async () => {
    const living = await workFolderOf(process.ppid);
    await clearWorkFolders(cache);
    expect(existsSync(living)).toBe(true);
  });

  it("is this process's own, and removed when its threads have ended", async () => {
    await withWorkFolder(join(cache, 'folders', 'x'), async (path) => {
      await clearWorkFolders(cache);
      expect(existsSync(path)).toBe(true);
      await clearWorkFolders(cache, true);
      expect(existsSync(path)).toBe(false);
    });
  });

  it('of another machine is left for a day, as nobody here knows its processes', async () => {
    const other = await workFolderOf(deadPid(), '00000000');
    await clearWorkFolders(cache);
    expect(existsSync(other)).toBe(true);
    const before = new Date(Date.now() - 25 * 3_600_000);
    utimesSync(other, before, before);
    await clearWorkFolders(cache);
    expect(existsSync(other)).toBe(false);
  });

  it('is nothing where there is no cache yet', async () => {
    await clearWorkFolders(join(cache, 'none'));
    expect(readdirSync(cache)).toEqual([]);
  });
});
