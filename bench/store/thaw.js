import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';

const BIN = fileURLToPath(new URL('../../bin/thaw.js', import.meta.url));

/** One trial of a second. */
export const SWEEP = `name: scale
method: random
run_cap: 1
epochs: 1
backend: wasm
workers: 1
keep: 0
model: { weights: random }
data: { source: cifar10, train: 20, val: 20, image_size: 32 }
parameters:
  learning_rate: { min: 0.001, max: 0.1 }
  scheduler: { values: [constant, cosine, { type: step, step_size: 3, gamma: 0.1 }] }
  augmentation: { values: [none, crop-flip] }
`;

/**
 * @param {readonly string[]} args
 * @param {string} cwd
 */
function start(args, cwd) {
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      text += chunk;
    });
  }
  /** @type {Promise<{ code: number | null, text: string }>} */
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, text }));
  });
  return { child, ended };
}

/**
 * Runs the program to its end; the CPU time is its own and that of its threads.
 *
 * @param {readonly string[]} args
 * @param {string} cwd
 */
export async function run(args, cwd) {
  const { child, ended } = start(args, cwd);
  let ticks = 0;
  const look = setInterval(() => {
    ticks = Math.max(ticks, ticksOf(child.pid));
  }, 5);
  const { code, text } = await ended;
  clearInterval(look);
  if (code !== 0) throw new Error(`thaw ${args.join(' ')} ended with ${code}:\n${text}`);
  return { cpuMs: ticks * 10 };
}

/**
 * Resumes a sweep with one trial left: seconds until that has started, those of CPU until then, and
 * the most memory.
 *
 * @param {string} folder
 * @param {string} db
 */
export async function resumeLast(folder, db) {
  const started = performance.now();
  const { child, ended } = start(['resume', '--db', db], folder);
  const reader = new Sqlite(join(folder, db), { readonly: true });
  const running = reader.prepare(`select 1 from trials where state = 'running'`);
  let seconds = Number.NaN;
  let cpuSeconds = Number.NaN;
  let peakBytes = 0;
  const look = setInterval(() => {
    peakBytes = Math.max(peakBytes, residentBytes(child.pid));
    if (Number.isNaN(seconds) && running.get()) {
      seconds = (performance.now() - started) / 1000;
      cpuSeconds = ticksOf(child.pid) / 100;
    }
  }, 10);
  const { code, text } = await ended;
  clearInterval(look);
  reader.close();
  if (code !== 0) throw new Error(`resume ended with ${code}:\n${text}`);
  return { seconds, cpuSeconds, peakBytes };
}

/**
 * Reads by several processes in a loop, for as long as a sweep runs in the same store.
 *
 * @param {string} folder
 * @param {string} db
 * @param {number} readers
 */
export async function readWhileRunning(folder, db, readers) {
  const sweep = ['run', 'sweep.yaml', '--db', db, '--trials', '12', '--set', 'epochs=6'];
  const { ended } = start(sweep, folder);
  let isOver = false;
  const over = ended.then((end) => {
    isOver = true;
    return end;
  });
  const commands = [['sweeps'], ['leaderboard', '1', '--top', '5'], ['show', '1'], ['leaderboard']];
  let reads = 0;
  /** @type {string[]} */
  const errors = [];
  await Promise.all(
    Array.from({ length: readers }, async (_, place) => {
      for (let n = place; !isOver; n += 1) {
        const end = await start([...commands[n % commands.length], '--db', db], folder).ended;
        reads += 1;
        if (end.code !== 0) errors.push(end.text);
      }
    }),
  );
  const { code, text } = await over;
  if (code !== 0) throw new Error(`the run beside them ended with ${code}:\n${text}`);
  return { reads, errors };
}

/** @param {number | undefined} pid */
function ticksOf(pid) {
  const stat = read(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
}

/** @param {number | undefined} pid */
function residentBytes(pid) {
  return 4096 * Number(read(`/proc/${pid}/statm`).split(' ')[1] ?? 0);
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
