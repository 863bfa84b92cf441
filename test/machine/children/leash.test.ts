import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it } from 'vitest';
import { spawnOnLeash } from '../../../src/machine/children/leash.js';
import { isAlive } from '../../../src/machine/is-alive.js';

const FOLDER = mkdtempSync(join(tmpdir(), 'thaw-leash-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

/** A program that says its process id and that of one it started, and would run for a minute. */
const PROGRAM = `
  const { spawn } = require('node:child_process');
  const inner = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
  require('node:fs').writeFileSync(process.argv[1], process.pid + ' ' + inner.pid);
  setTimeout(() => {}, 60000);
`;

async function pidsIn(file: string): Promise<readonly number[]> {
  while (!existsSync(file) || !/^\d+ \d+$/.test(readFileSync(file, 'utf8'))) await sleep(20);
  return readFileSync(file, 'utf8').split(' ').map(Number);
}

async function areGone(pids: readonly number[]): Promise<boolean> {
  for (let tries = 0; tries < 250; tries += 1) {
    if (!pids.some(isRunning)) return true;
    await sleep(20);
  }
  return false;
}

/** One that ended and that nobody waits for, as in a container without an init, runs no more. */
function isRunning(pid: number): boolean {
  if (!isAlive(pid)) return false;
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return process.platform !== 'linux';
  }
}

describe('a program on a leash', () => {
  it('prints, ends by itself, and its exit code is told', async () => {
    const child = spawnOnLeash(process.execPath, ['-e', 'console.log("hi"); process.exit(7)']);
    let said = '';
    child.stdout!.on('data', (chunk) => {
      said += chunk;
    });
    const code = await new Promise((resolve) => void child.on('close', resolve));
    expect([code, said]).toEqual([7, 'hi\n']);
  });

  it('that is not there is said to be so', async () => {
    const child = spawnOnLeash('thaw-no-such-program', []);
    let said = '';
    child.stderr!.on('data', (chunk) => {
      said += chunk;
    });
    expect(await new Promise((resolve) => void child.on('close', resolve))).toBe(127);
    expect(said).toContain('ENOENT');
  });

  it('ends, with what it started, when its standard input is ended', async () => {
    const file = join(FOLDER, 'stdin');
    const child = spawnOnLeash(process.execPath, ['-e', PROGRAM, file]);
    const pids = await pidsIn(file);
    child.stdin.end();
    expect(await areGone(pids)).toBe(true);
  });

  // A program that starts one on a leash, written as a module, from the built sources.
  const starter = (file: string) => `
    import { spawnOnLeash } from ${JSON.stringify(new URL('../../../dist/machine/children/leash.js', import.meta.url).href)};
    spawnOnLeash(process.execPath, ['-e', ${JSON.stringify(PROGRAM)}, ${JSON.stringify(file)}]);
  `;

  it.each(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'ends when its owner is ended by %s',
    async (signal) => {
      const file = join(FOLDER, signal);
      const owner = spawn(process.execPath, ['--input-type=module', '-e', starter(file)]);
      const pids = await pidsIn(file);
      owner.kill(signal);
      expect(await areGone(pids)).toBe(true);
    },
  );

  it('ends when the thread that started it is ended', async () => {
    const file = join(FOLDER, 'thread');
    const source = `data:text/javascript,${encodeURIComponent(starter(file))}`;
    const worker = new Worker(new URL(source));
    const pids = await pidsIn(file);
    await worker.terminate();
    expect(await areGone(pids)).toBe(true);
  });

  it.skipIf(process.platform === 'win32')(
    'ends when a terminal sends Ctrl-C to all processes of its group',
    async () => {
      const file = join(FOLDER, 'group');
      const owner = spawn(process.execPath, ['--input-type=module', '-e', starter(file)], {
        detached: true,
      });
      const pids = await pidsIn(file);
      process.kill(-owner.pid!, 'SIGINT');
      expect(await areGone(pids)).toBe(true);
    },
  );
});
