#!/usr/bin/env node
// One whole sweep, as a line of JSON: by Thaw, or by a plain PyTorch loop over the same trials.
//
//   node bench/gpu/sweep.js NAME [--set key=value]... [--label TEXT] [--no-sharing]
//   node bench/gpu/sweep.js NAME [--set key=value]... --torch tf32|bf16     (with python3's PyTorch)
//
// NAME: a sweep file of bench/sweeps/ without its ending, or ../gpu/headline.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measureProcess } from '../measure-process.js';
import { openSweep } from '../sweeps/files.js';
import { jobOf } from '../sweeps/peer.js';
import { runThaw } from '../sweeps/thaw.js';

const LOOP = fileURLToPath(new URL('../peers/loop.py', import.meta.url));

const { values, positionals } = parseArgs({
  options: {
    set: { type: 'string', multiple: true, default: [] },
    label: { type: 'string', default: '' },
    sharing: { type: 'boolean', default: true },
    torch: { type: 'string' },
  },
  allowPositionals: true,
  allowNegative: true,
});
const [name = 'a'] = positionals;
const sweep = openSweep(name, { set: values.set });
const from = Date.now();
const said = values.torch === undefined ? await byThaw() : await byTorch(values.torch);
console.log(
  JSON.stringify({ part: 'sweep', sweep: name, set: values.set, ...said, from, to: Date.now() }),
);

async function byThaw() {
  const { sharing } = values;
  const result = await runThaw(sweep, { backend: 'tensorflow', workers: 'auto', sharing });
  const { version, seconds, bestAccuracy, trials, notes } = result;
  const [, minutes = 0, rest] = /training (?:(\d+) min )?([\d.]+) s/.exec(notes.join('\n')) ?? [];
  return {
    contender: `Thaw${values.label && `, ${values.label}`}${sharing ? '' : ', alone'}`,
    seconds,
    trainingSeconds: rest === undefined ? null : 60 * Number(minutes) + Number(rest),
    bestAccuracy,
    trials: trials.length,
    version,
    notes,
    accuracies: trials.map(({ accuracy }) => accuracy),
  };
}

/** @param {string} precision */
async function byTorch(precision) {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-bench-'));
  try {
    const job = await jobOf(sweep.spec, { storage: folder, threads: cpus().length, lanes: 1 });
    const file = join(folder, 'job.json');
    writeFileSync(file, JSON.stringify(job));
    let total = 0;
    /** @type {{ version: string, seconds: number, rows: { value: number }[] } | undefined} */
    let end;
    await measureProcess('python3', [LOOP, file, precision], {
      onLine(line, { seconds }) {
        total = seconds;
        if (!line.startsWith('{"event"')) return;
        const said = JSON.parse(line);
        if (said.event === 'leaderboard') end = said;
        else console.error(`${JSON.stringify(said.params)} ${said.seconds.toFixed(1)} s`);
      },
    });
    if (!end) throw new Error('loop.py told no leaderboard');
    return {
      contender: `PyTorch loop, ${precision}`,
      seconds: total,
      trainingSeconds: end.seconds,
      bestAccuracy: end.rows[0].value,
      trials: end.rows.length,
      version: end.version,
      accuracies: end.rows.map(({ value }) => value),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
