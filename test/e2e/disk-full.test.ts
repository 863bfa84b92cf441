import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openStore } from '../../src/store/sqlite/sqlite-store.js';
import { folderWith, thaw } from './thaw.js';

const BIN = fileURLToPath(new URL('../../bin/thaw.js', import.meta.url));
const OFF = { env: { THAW_SETUP: 'off' } };

const sweep = (unfrozen: number) => `\
epochs: 1
backend: wasm
workers: 1
data: {train: 20, val: 10, image_size: 32}
parameters: {learning_rate: {values: [0.01, 0.001]}, unfrozen_layers: {value: ${unfrozen}}}
`;

/**
 * The program where no file can grow beyond so many megabytes: to whoever writes, that is a full disk
 * (EFBIG in place of ENOSPC), and it takes no rights to arrange.
 */
function onSmallDisk(args: string, megabytes: number, cwd: string) {
  const command = `ulimit -f ${megabytes * 1024}; exec "${process.execPath}" "${BIN}" ${args}`;
  const child = spawn('bash', ['-c', command], { cwd, env: { ...process.env, ...OFF.env } });
  let stderr = '';
  child.stdout.resume();
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return new Promise<{ code: number | null; stderr: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, stderr }));
  });
}

async function read(folder: string) {
  const store = openStore(join(folder, 'results', 'thaw.sqlite'), { access: 'read' });
  const { readings, log } = store;
  const trials = await readings.trials(1);
  const view = {
    sweep: (await readings.sweep(1))?.state,
    states: trials.map(({ state }) => state),
    reports: trials.map(({ reports }) => reports.length),
    attempts: (await readings.attempts(1)).length,
    events: (await log.events(1)).map(({ kind }) => kind),
  };
  await store.close();
  return view;
}

const filesOf = (folder: string) => readdirSync(join(folder, 'results/checkpoints/sweep-1')).sort();

test('a trained trial whose weights find no room is finished without them, and can train again', async () => {
  const folder = folderWith({ 'my.yaml': sweep(1) });
  const full = await onSmallDisk('run my.yaml', 20, folder);
  expect(full.stderr).toMatch(/trial \d finished: .*; its weights could not be kept: .*EFBIG/);
  expect(full.stderr).toMatch(
    /The weights of trial \d could not be kept; `(npx )?thaw resume 1 --retry-failed`/,
  );
  expect(full.code).toBe(0);
  expect(await read(folder)).toMatchObject({
    sweep: 'finished',
    states: ['finished', 'finished'],
    reports: [1, 1],
    attempts: 1,
    events: expect.arrayContaining(['unsaved']),
  });
  expect(filesOf(folder)).toEqual([]);

  const again = await thaw(['resume', '1', '--retry-failed'], folder, OFF);
  expect(again).toMatchObject({ code: 0 });
  expect(again.stderr).toMatch(
    /Note: 1 trial whose weights are gone or damaged will be tried again/,
  );
  expect(filesOf(folder)).toEqual([
    expect.stringMatching(/^trial-\d\.ckpt$/),
    expect.stringMatching(/^trial-\d\.safetensors$/),
  ]);
}, 120_000);

test('a sweep is finished only with its network: resume writes what found no room', async () => {
  const folder = folderWith({ 'my.yaml': sweep(0) });
  const full = await onSmallDisk('run my.yaml', 20, folder);
  expect(full.stderr).toMatch(
    /All 2 trials ended; but its networks could not be written \(.*EFBIG/,
  );
  expect(full.code).toBe(3);
  expect(await read(folder)).toMatchObject({
    sweep: 'interrupted',
    states: ['finished', 'finished'],
  });
  expect(filesOf(folder)).toEqual([expect.stringMatching(/^trial-\d\.ckpt$/)]);

  expect(await thaw(['resume'], folder, OFF)).toMatchObject({ code: 0 });
  expect((await read(folder)).sweep).toBe('finished');
  const [, network] = filesOf(folder);
  const path = join(folder, 'results/checkpoints/sweep-1', network!);
  const bytes = readFileSync(path);

  // Killed while it wrote that file: the sweep of older programs was finished then.
  rmSync(path);
  writeFileSync(`${path}.1234.part`, 'half');
  const completed = await thaw(['resume'], folder, OFF);
  expect(completed).toMatchObject({ code: 0 });
  expect(completed.stderr).toContain('wrote 1 network that was missing');
  expect(readFileSync(path).equals(bytes)).toBe(true);
  expect(existsSync(`${path}.1234.part`)).toBe(false);

  // From a damaged checkpoint none can be made, now or later: that is said, and holds up nothing.
  rmSync(path);
  const checkpoint = join(folder, 'results/checkpoints/sweep-1', filesOf(folder)[0]!);
  const damaged = readFileSync(checkpoint);
  damaged[damaged.length - 5]! ^= 1;
  writeFileSync(checkpoint, damaged);
  const without = await thaw(['resume'], folder, OFF);
  expect(without).toMatchObject({ code: 0 });
  expect(without.stderr).toMatch(
    /The network of trial \d is not written: .* not as it was written/,
  );
  expect((await read(folder)).sweep).toBe('finished');
}, 120_000);

test('weights that could not be kept anywhere keep a sweep from its start', async () => {
  const folder = folderWith({ 'my.yaml': sweep(0) });
  expect(await thaw(['init', 'results/x.yaml'], folder, OFF)).toMatchObject({ code: 0 });
  writeFileSync(join(folder, 'results/checkpoints'), 'a file where the folder is to be');
  const { code, stderr } = await thaw(['run', 'my.yaml'], folder, OFF);
  expect(stderr).toMatch(
    /^Error: The folder for weights, .*results\/checkpoints, cannot be written to \(/m,
  );
  expect(stderr).not.toContain('Sweep 1');
  expect(code).toBe(3);
}, 60_000);
