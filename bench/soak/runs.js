import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import seedrandom from 'seedrandom';
import { openStore } from '#dist/store/sqlite/sqlite-store.js';

const BIN = fileURLToPath(new URL('../../bin/thaw.js', import.meta.url));

/**
 * @typedef {{ name: string, backend: string, yaml: string }} Sweep
 * @typedef {Awaited<ReturnType<typeof leftBy>>} Left
 */

/**
 * Runs a sweep to its end in one go.
 *
 * @param {Sweep} sweep
 * @param {string} folder
 */
export async function undisturbed(sweep, folder) {
  prepare(sweep, folder);
  const started = performance.now();
  const { code, text } = await start(['run', 'sweep.yaml'], folder).ended;
  if (code !== 0) throw new Error(`${sweep.name} does not run: ${text}`);
  const seconds = (performance.now() - started) / 1000;
  return { seconds, ...(await leftBy(folder)) };
}

/**
 * The same, killed at random moments until it ends by itself.
 *
 * @param {Sweep} sweep
 * @param {string} folder
 * @param {number} seed
 * @param {number} seconds that it takes undisturbed
 * @returns {Promise<Left & { kills: number, orphans: number, failed?: string }>}
 */
export async function killed(sweep, folder, seed, seconds) {
  prepare(sweep, folder);
  const rng = seedrandom(String(seed));
  let kills = 0;
  let orphans = 0;
  for (let begun = false; ; ) {
    const { child, ended } = start(begun ? ['resume'] : ['run', 'sweep.yaml'], folder);
    // After four kills it is left alone: each may come before any training.
    const patience = kills < 4 ? 900 + rng() * seconds * 1200 : 600_000;
    const timer = new AbortController();
    const cut = sleep(patience, 'cut', { signal: timer.signal }).catch(() => 'over');
    const first = await Promise.race([ended, cut]);
    if (typeof first === 'string') {
      child.kill('SIGKILL');
      await ended;
      kills += 1;
      orphans += orphansIn(folder);
    } else {
      timer.abort();
      const run = { kills, orphans, ...(await leftBy(folder)) };
      return first.code === 0 ? run : { ...run, failed: first.text };
    }
    begun = await hasSweep(folder);
  }
}

/**
 * What differs, in words; null: nothing.
 *
 * @param {Left} calm
 * @param {Left & { orphans: number, failed?: string }} run
 */
export function outcomeOf(calm, run) {
  if (run.failed) return run.failed;
  if (run.orphans > 0) return `${run.orphans} processes outlived a killed one`;
  if (run.left.length > 0) return `files left: ${run.left}`;
  if (run.crashed > 0) return `${run.crashed} trials failed`;
  for (const key of /** @type {const} */ (['trials', 'weights'])) {
    const [want, got] = [JSON.stringify(calm[key]), JSON.stringify(run[key])];
    if (want !== got) return `${key} differ: ${firstDifference(calm[key], run[key])}`;
  }
  return null;
}

/**
 * @param {readonly unknown[]} want
 * @param {readonly unknown[]} got
 */
function firstDifference(want, got) {
  for (const [place, each] of want.entries()) {
    const [a, b] = [JSON.stringify(each), JSON.stringify(got[place])];
    if (a !== b) return `${a} and ${b}`;
  }
  return 'their number';
}

/**
 * @param {Sweep} sweep
 * @param {string} folder
 */
function prepare({ yaml, backend }, folder) {
  writeFileSync(join(folder, 'sweep.yaml'), `backend: ${backend}\n${yaml}`);
}

/**
 * @param {readonly string[]} args
 * @param {string} cwd
 */
function start(args, cwd) {
  const child = spawn(process.execPath, [BIN, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      text += chunk;
    });
  }
  /** @type {Promise<{ code: number | null, text: string }>} */
  const ended = new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, text }));
  });
  return { child, ended };
}

/**
 * How many processes work in a folder whose run is dead. Linux only; elsewhere 0.
 *
 * @param {string} folder
 */
function orphansIn(folder) {
  if (!existsSync('/proc/self/cwd')) return 0;
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readlinkSync(`/proc/${pid}/cwd`) === folder;
    } catch {
      return false; // ended meanwhile, or another user's
    }
  }).length;
}

/** @param {string} folder */
const dbIn = (folder) => join(folder, 'results', 'thaw.sqlite');

/** @param {string} folder */
async function hasSweep(folder) {
  if (!existsSync(dbIn(folder))) return false;
  try {
    const store = openStore(dbIn(folder), { access: 'read' });
    const sweeps = await store.readings.sweeps();
    await store.close();
    return sweeps.length > 0;
  } catch {
    return false;
  }
}

/** @param {string} folder */
async function leftBy(folder) {
  const store = openStore(dbIn(folder), { access: 'read' });
  const trials = await store.readings.trials(1);
  let epochsTrained = 0;
  for (const { id } of trials) epochsTrained += (await store.readings.attempts(id)).length;
  await store.close();
  const files = join(folder, 'results', 'checkpoints', 'sweep-1');
  const names = existsSync(files) ? readdirSync(files).sort() : [];
  return {
    epochs: trials.reduce((sum, { reports }) => sum + reports.length, 0),
    epochsTrained,
    crashed: trials.filter(({ state }) => state === 'failed').length,
    trials: trials.map(({ number, state, reports }) => ({
      number,
      state,
      reports: reports.map(({ epoch, metrics, learningRate }) => [epoch, metrics, learningRate]),
    })),
    weights: names
      .filter((name) => name.endsWith('.ckpt'))
      .map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(join(files, name)))
          .digest('hex'),
      ]),
    left: names.filter((name) => !/\.(ckpt|safetensors)$/.test(name)),
  };
}
