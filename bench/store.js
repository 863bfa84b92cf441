#!/usr/bin/env node
// What a store of very many trials takes: commands that read it, beside the same in a store of one
// trial; `resume` with one trial left; readers in a loop while it runs.
//
//   node bench/store.js [--trials 10000] [--epochs 100] [--rounds 5] [--readers 8] [--keep FOLDER]

import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from './median.js';
import { fillStore, leaveOne } from './store/fill.js';
import { readWhileRunning, resumeLast, run, SWEEP } from './store/thaw.js';

const { values } = parseArgs({
  options: {
    trials: { type: 'string', default: '10000' },
    epochs: { type: 'string', default: '100' },
    rounds: { type: 'string', default: '5' },
    readers: { type: 'string', default: '8' },
    keep: { type: 'string' },
  },
});
const [trials, epochs, rounds, readers] = [
  Number(values.trials),
  Number(values.epochs),
  Number(values.rounds),
  Number(values.readers),
];
const COMMANDS = [
  ['sweeps'],
  ['leaderboard'],
  ['leaderboard', '--format', 'json'],
  ['leaderboard', '--where', 'scheduler=cosine'],
  ['show', '1'],
];

const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'thaw-store-'));
mkdirSync(folder, { recursive: true });
try {
  writeFileSync(join(folder, 'sweep.yaml'), SWEEP);
  for (const name of ['small', 'large']) {
    await run(['run', 'sweep.yaml', '--db', `${name}.sqlite`], folder);
  }
  const db = join(folder, 'large.sqlite');
  fillStore(db, trials, epochs);
  const bytes = statSync(db).size;
  console.error(`${trials} trials, ${trials * epochs} reports: ${(bytes / 1e6).toFixed(0)} MB`);

  /** @type {{ command: string, milliseconds: number, beyondSmall: number }[]} */
  const commands = [];
  for (const command of COMMANDS) {
    /** @type {{ small: number[], large: number[] }} */
    const times = { small: [], large: [] };
    for (let round = 0; round < rounds; round += 1) {
      for (const name of /** @type {const} */ (['small', 'large'])) {
        const { cpuMs } = await run([...command, '--db', `${name}.sqlite`], folder);
        times[name].push(cpuMs);
      }
    }
    const milliseconds = median(times.large);
    const beyondSmall = milliseconds - median(times.small);
    commands.push({ command: command.join(' '), milliseconds, beyondSmall });
    console.error(
      `${command.join(' ')}: ${milliseconds.toFixed(0)} ms of CPU, ${beyondSmall.toFixed(0)} more than of one trial`,
    );
  }
  const resumed = await resumeLast(folder, 'large.sqlite');
  leaveOne(join(folder, 'small.sqlite'));
  const beside = await resumeLast(folder, 'small.sqlite');
  console.error(
    `resume with one trial left: it started after ${resumed.seconds.toFixed(1)} s, ${resumed.cpuSeconds.toFixed(1)} of CPU; peak ${(resumed.peakBytes / 1e6).toFixed(0)} MB; of one trial ${beside.seconds.toFixed(1)} s, ${beside.cpuSeconds.toFixed(1)} of CPU`,
  );
  const loop = await readWhileRunning(folder, 'large.sqlite', readers);
  console.error(
    `${readers} readers beside a run: ${loop.reads} reads, ${loop.errors.length} errors`,
  );
  const results = fileURLToPath(new URL('results/', import.meta.url));
  mkdirSync(results, { recursive: true });
  const stamp = new Date().toISOString().slice(0, 16).replace(':', '');
  const machine = { cpu: cpus()[0].model, cores: cpus().length };
  const result = { machine, trials, epochs, bytes, commands, resumed, beside, loop };
  writeFileSync(join(results, `store-${stamp}.json`), `${JSON.stringify(result, null, 2)}\n`);
} finally {
  if (values.keep === undefined) rmSync(folder, { recursive: true });
}
