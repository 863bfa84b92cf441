import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { freshFolder } from './fake-context.js';
import { seedResults } from './seed-results.js';

const BIN = fileURLToPath(new URL('../../bin/thaw.js', import.meta.url));

function thaw(args: readonly string[], cwd: string, env: Record<string, string> = {}) {
  const { THAW_SETUP: _, ...rest } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...rest, THAW_SETUP: 'off', ...env },
  });
  return { status, stdout, stderr };
}

test.each([
  [['run', 'nowhere.yaml']],
  [['run', '.']],
  [['run', 'broken.yaml']],
  [['show', 'NaN']],
  [['leaderboard', '--db', '.']],
  [['leaderboard', '--db', 'broken.yaml']],
  [['frobnicate']],
  [[]],
])('`thaw %j` is the user’s mistake or the machine’s: a message, never a stack', (args) => {
  const folder = freshFolder();
  writeFileSync(join(folder, 'broken.yaml'), 'parameters: [1, {');
  const { status, stdout, stderr } = thaw(args, folder);
  expect([2, 3]).toContain(status);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^Error: /);
  expect(stderr).not.toMatch(/^ +at .*\.[jt]s/m);
});

test.runIf(process.platform === 'linux')('too few addresses are told as what they are', () => {
  const cwd = freshFolder();
  // Enough for Node, which ends itself below some 4 GB, and too little for WebAssembly's 10.
  const args = ['-c', 'ulimit -v 8000000; exec "$0" "$@"', process.execPath, BIN, 'backends'];
  const { status, stdout, stderr } = spawnSync('bash', args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, THAW_SETUP: 'off' },
  });
  expect(status, stderr).toBe(0);
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain('raise or remove a limit on them (`ulimit -v`');
});

test('NO_COLOR and FORCE_COLOR are heard', async () => {
  const folder = freshFolder();
  await seedResults(folder);
  expect(thaw(['sweeps'], folder, { FORCE_COLOR: '1' }).stdout).toContain('\x1b[1m');
  expect(thaw(['sweeps'], folder, { FORCE_COLOR: '1', NO_COLOR: '1' }).stdout).not.toContain(
    '\x1b',
  );
  expect(thaw(['sweeps'], folder).stdout).not.toContain('\x1b');
});

test('a reader that leaves early (`thaw ... | head`) is no error', async () => {
  const folder = freshFolder();
  const many = Array.from({ length: 3000 }, (_, i) => ({
    params: { learning_rate: i, note: 'x'.repeat(100) },
    accuracies: [],
    state: 'finished' as const,
  }));
  await seedResults(folder, many);
  const args = [BIN, 'leaderboard', '--format', 'json'];
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...process.env, THAW_SETUP: 'off' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  child.stdout.once('data', () => child.stdout.destroy());
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
