import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { createOutlet } from '../../src/cli/outlet.js';
import { openStore } from '../../src/store/sqlite/sqlite-store.js';
import { lineOf } from '../e2e/thaw.js';
import { freshFolder } from './fake-context.js';
import { seedResults } from './seed-results.js';

const PROGRAM = fileURLToPath(new URL('./thaw-with-worker.mjs', import.meta.url));
const WORKER = new URL('./worker.mjs', import.meta.url).href;

const SWEEP = `\
epochs: 3
backend: wasm
workers: 1
data: {train: 100, val: 50}
parameters: {learning_rate: {values: [0.1, 0.2, 0.3]}}
`;

/** The program in a folder, its output led by a shell to where `redirect` says. */
async function shell(args: string, redirect: string, cwd: string) {
  const command = `"${process.execPath}" "${PROGRAM}" "${WORKER}" ${args} ${redirect}`;
  const child = spawn('bash', ['-c', command], {
    cwd,
    env: { ...process.env, THAW_CACHE: join(cwd, 'cache') },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  return { code, stdout, stderr };
}

function withSweep(): string {
  const folder = freshFolder();
  writeFileSync(join(folder, 'my.yaml'), SWEEP);
  return folder;
}

async function read(folder: string) {
  const store = openStore(join(folder, 'results', 'thaw.sqlite'), { access: 'read' });
  const { readings, log } = store;
  const states = (await readings.trials(1)).map(({ state }) => state);
  const events = (await log.events(1)).map(({ kind, message }) => `${kind}: ${message}`);
  const sweep = (await readings.sweep(1))?.state;
  await store.close();
  return { sweep, states, events };
}

const ALL_FINISHED = { sweep: 'finished', states: Array(3).fill('finished') };

test('a sweep whose log is on a full disk goes on to its end', async () => {
  const folder = withSweep();
  const { code, stdout } = await shell('run my.yaml', '2>/dev/full', folder);
  expect(code).toBe(0);
  expect(stdout).toMatch(/rank +trial/);
  expect(await read(folder)).toMatchObject(ALL_FINISHED);
  expect((await read(folder)).events).toContain(
    'silenced: its messages could not all be written (ENOSPC); it went on',
  );
}, 60_000);

test('a sweep whose reader leaves (`thaw run ... 2>&1 | head -1`) goes on to its end', async () => {
  const folder = withSweep();
  const { stdout } = await shell('run my.yaml', '2>&1 | head -1; echo $PIPESTATUS', folder);
  expect(stdout.trim().split('\n').at(-1)).toBe('0');
  expect(await read(folder)).toMatchObject(ALL_FINISHED);
}, 60_000);

test('a sweep without any output at all goes on to its end', async () => {
  const folder = withSweep();
  expect((await shell('run my.yaml', '<&- >&- 2>&-', folder)).code).toBe(0);
  expect(await read(folder)).toMatchObject(ALL_FINISHED);
}, 60_000);

/** Starts a sweep on a terminal of its own, which is closed once the sweep has said something. */
const ON_A_TERMINAL = `
import os, subprocess, sys
ours, theirs = os.openpty()
child = subprocess.Popen(sys.argv[1:], stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
os.close(theirs)
os.read(ours, 10)
os.close(ours)
sys.exit(child.wait())
`;
const hasPython = spawnSync('python3', ['--version']).status === 0;

test.skipIf(!hasPython)(
  'a sweep that was disowned goes on when its terminal is closed, and ends as ever',
  async () => {
    const folder = withSweep();
    const args = ['-c', ON_A_TERMINAL, process.execPath, PROGRAM, WORKER, 'run', 'my.yaml'];
    const env = { ...process.env, THAW_CACHE: join(folder, 'cache') };
    const child = spawn('python3', args, { cwd: folder, env });
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
    expect(await read(folder)).toMatchObject(ALL_FINISHED);
  },
  60_000,
);

test('a hang-up ends a sweep, but not one that nohup started', async () => {
  const folder = withSweep();
  writeFileSync(join(folder, 'long.yaml'), SWEEP.replace('0.3', '0.7'));
  const hangUpOne = async (stdin: string) => {
    const command = `exec "${process.execPath}" "${PROGRAM}" "${WORKER}" run long.yaml ${stdin}`;
    const env = { ...process.env, THAW_CACHE: join(folder, 'cache') };
    const child = spawn('bash', ['-c', command], { cwd: folder, env });
    const ended = new Promise((resolve) =>
      child.on('close', (code, signal) => resolve(code ?? signal)),
    );
    await lineOf(child.stderr, /\[2 of 3 trials/);
    child.kill('SIGHUP');
    setTimeout(() => child.kill('SIGINT'), 1500);
    return ended;
  };
  expect(await hangUpOne('')).not.toBe(130);
  // What nohup does to standard input.
  if (process.platform === 'linux') expect(await hangUpOne('0>/dev/null')).toBe(130);
}, 60_000);

test.each(['json', 'csv', 'table'])(
  'a command whose only output, as %s, cannot be written ends with 3',
  async (format) => {
    const folder = freshFolder();
    await seedResults(folder);
    const { code, stderr } = await shell(`leaderboard --format ${format}`, '>/dev/full', folder);
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: 'Error: the output could not be written (ENOSPC).\n',
    });
  },
  60_000,
);

test('a file that had no room for a while says how many lines it lacks', () => {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-outlet-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const place = join(folder, 'log');
  const [full, roomy] = [openSync('/dev/full', 'w'), openSync(place, 'w')];
  const stream = Object.assign(Object.create(process.stderr), { isTTY: false, fd: full });
  const outlet = createOutlet(stream, () => undefined);
  outlet.send('one\n');
  outlet.send('two\nthree\n');
  expect(outlet.lost()).toBe('ENOSPC');
  stream.fd = roomy;
  outlet.send('four\n');
  expect(readFileSync(place, 'utf8')).toBe(
    '[3 lines before this could not be written: ENOSPC]\nfour\n',
  );
  for (const fd of [full, roomy]) closeSync(fd);
});
