#!/usr/bin/env node
// Whether anything grows with the number of trials: resident memory and open files of a sweep of many
// tiny trials, each a cohort of its own, at a tenth, at half and near the end of them. Linux.
//
//   node bench/growth.js [--trials 500] [--backends wasm,tensorflow] [--diverge 0.1]
//
// --diverge: share of the trials that diverge.

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from './median.js';

const { values } = parseArgs({
  options: {
    trials: { type: 'string', default: '500' },
    backends: { type: 'string', default: 'wasm,tensorflow' },
    diverge: { type: 'string', default: '0.1' },
  },
});
const BIN = fileURLToPath(new URL('../bin/thaw.js', import.meta.url));
const trials = Number(values.trials);
const rates = Array.from({ length: trials }, (_, i) =>
  (i + 0.5) % Math.round(1 / Math.max(1e-6, Number(values.diverge))) < 1
    ? (i + 1) * 1e30
    : 0.001 + i * 1e-6,
);

/** @typedef {{ ended: number, megabytes: number, files: number }} Sample */

const sweeps = [];
for (const backend of values.backends.split(',')) sweeps.push(await grow(backend));
const at = new Date().toISOString();
const cpu = `${cpus().length} x ${cpus()[0].model.trim()}`;
const folder = fileURLToPath(new URL('results/', import.meta.url));
mkdirSync(folder, { recursive: true });
const file = `${folder}growth-${at.slice(0, 16).replace(':', '')}.json`;
writeFileSync(
  file,
  `${JSON.stringify({ at, cpu, node: process.version, settings: values, sweeps }, null, 1)}\n`,
);
console.error(`Written to ${file}`);
console.log(
  '| backend | trials | s | MB at 10 / 50 / 95 % | files at 10 / 50 / 95 % |\n| --- | --: | --: | --- | --- |',
);
for (const { backend, seconds, megabytes, files } of sweeps) {
  console.log(
    `| ${backend} | ${trials} | ${seconds.toFixed(0)} | ${megabytes.join(' / ')} | ${files.join(' / ')} |`,
  );
}

/** @param {string} backend */
async function grow(backend) {
  const work = mkdtempSync(join(tmpdir(), 'thaw-growth-'));
  writeFileSync(join(work, 'growth.yaml'), sweepOf(rates));
  const args = ['run', 'growth.yaml', '--backend', backend, '--workers', '1', '--no-sharing'];
  const begun = performance.now();
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd: work,
    env: { ...process.env, THAW_SETUP: 'off' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  /** @type {Sample[]} */
  const samples = [];
  let ended = 0;
  let last = '';
  createInterface({ input: child.stderr }).on('line', (line) => {
    last = line;
    if (!/\btrial \d+ (?:finished|diverged|failed|stopped)/.test(line)) return;
    ended += 1;
    const sample = sampleOf(child.pid ?? 0);
    if (sample) samples.push({ ended, ...sample });
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  rmSync(work, { recursive: true });
  if (code !== 0 || ended !== trials)
    throw new Error(`${backend}: exit ${code} after ${ended} trials: ${last}`);
  /** @type {(of: (sample: Sample) => number) => number[]} */
  const along = (of) =>
    [0.1, 0.5, 0.95].map((share) => {
      const near = samples.filter(({ ended }) => Math.abs(ended / trials - share) < 0.04);
      return Math.round(median(near.map(of)));
    });
  const seconds = (performance.now() - begun) / 1000;
  const [megabytes, files] = [along((sample) => sample.megabytes), along((sample) => sample.files)];
  return { backend, trials, seconds, megabytes, files };
}

/** @param {number} pid */
function sampleOf(pid) {
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
    return { megabytes: (pages * 4096) / 2 ** 20, files: readdirSync(`/proc/${pid}/fd`).length };
  } catch {
    return null; // It has just ended.
  }
}

/** @param {readonly number[]} rates */
function sweepOf(rates) {
  return `method: grid
epochs: 1
keep: 1
data: { train: 16, val: 10, image_size: 32 }
model: { weights: random }
parameters:
  learning_rate: { values: [${rates.join(', ')}] }
  unfrozen_layers: { value: 0 }
`;
}
