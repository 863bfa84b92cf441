import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import type { Store } from '../../src/store/port.js';
import { openStore } from '../../src/store/sqlite/sqlite-store.js';
import { freshFolder } from './fake-context.js';

const PROGRAM = fileURLToPath(new URL('./thaw-with-worker.mjs', import.meta.url));

const DEAF = new URL('./deaf-worker.mjs', import.meta.url);
const WORKER = new URL('./worker.mjs', import.meta.url);

const SWEEP = `\
epochs: 3
backend: wasm
workers: 1
data: {train: 100, val: 50}
parameters: {learning_rate: {values: [0.1, 0.2, 0.3]}}
`;

function start(worker: URL, args: readonly string[], cwd: string) {
  const env = { ...process.env, THAW_CACHE: join(cwd, 'cache') };
  const child = spawn(process.execPath, [PROGRAM, worker.href, ...args], { cwd, env });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, ended, stderr: () => stderr };
}

async function read<Result>(folder: string, look: (store: Store) => Promise<Result>) {
  const store = openStore(join(folder, 'results', 'thaw.sqlite'), { access: 'read' });
  try {
    return await look(store);
  } finally {
    await store.close();
  }
}

/** A sweep of three trials, all of them with a worker that never ends. */
async function startDeaf() {
  const folder = freshFolder();
  writeFileSync(join(folder, 'my.yaml'), SWEEP);
  const program = start(DEAF, ['run', 'my.yaml'], folder);
  const states = () =>
    read(folder, async ({ readings }) => (await readings.trials(1)).map(({ state }) => state));
  await vi.waitFor(async () => expect(await states()).toEqual(Array(3).fill('running')), {
    timeout: 20_000,
    interval: 100,
  });
  return { folder, ...program };
}

async function expectHandedBack(folder: string) {
  await read(folder, async ({ readings }) => {
    expect((await readings.trials(1)).map(({ state }) => state)).toEqual(Array(3).fill('queued'));
    expect((await readings.attempts(1)).map(({ state }) => state)).toEqual(['interrupted']);
    expect((await readings.sweep(1))?.state).toBe('interrupted');
    expect([...(await readings.deaths(1))]).toEqual([]);
  });
}

test('a second Ctrl-C hands the trials back: resuming, they run together as before', async () => {
  const { folder, child, ended, stderr } = await startDeaf();

  child.kill('SIGINT');
  await vi.waitFor(() => expect(stderr()).toContain('Stopping after the current step'), 5000);
  child.kill('SIGINT'); // npm passes the terminal's signal on: within half a second, both are one
  await sleep(700);
  expect(child.exitCode).toBeNull();
  child.kill('SIGINT');
  expect(await ended).toBe(130);

  await expectHandedBack(folder);
  const rest = start(WORKER, ['resume'], folder);
  expect(await rest.ended).toBe(0);
  expect(rest.stderr()).toContain('Sharing: 150 of 450 image passes');
}, 60_000);

test('a terminal that is closed costs no trial a life', async () => {
  const { folder, child, ended } = await startDeaf();
  child.kill('SIGHUP');

  await ended;
  expect(child.signalCode).toBe('SIGHUP');
  await expectHandedBack(folder);
}, 60_000);
