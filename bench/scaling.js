#!/usr/bin/env node
// How Thaw grows: time against the number of trials, for sweeps like A and B of the benchmark on a
// few images; what a trial costs besides its training, with a runner that trains nothing; and what
// a pruner costs at each report.
//
//   node bench/scaling.js [--counts 1,4,16,64,256] [--sweeps A,B] [--overhead 100,1000,10000]
//                         [--backend tensorflow] [--workers auto] [--no-sharing]
//                         [--judging 10,1000,10000] [--train 128 --val 64 --epochs 2] [--rounds 3]
//
// --counts, --overhead or --judging "" leaves that part out. --rounds is for the overhead.

import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from './median.js';
import { measureJudging } from './scaling/judging.js';
import { measureOverhead } from './scaling/overhead.js';
import { openSweep, sized } from './sweeps/files.js';
import { table } from './sweeps/markdown.js';
import { runThaw } from './sweeps/thaw.js';

const { values } = parseArgs({
  options: {
    counts: { type: 'string', default: '1,4,16,64,256' },
    sweeps: { type: 'string', default: 'A,B' },
    overhead: { type: 'string', default: '100,1000,10000' },
    judging: { type: 'string', default: '10,1000,10000' },
    backend: { type: 'string', default: 'tensorflow' },
    workers: { type: 'string', default: 'auto' },
    'no-sharing': { type: 'boolean', default: false },
    train: { type: 'string', default: '128' },
    val: { type: 'string', default: '64' },
    epochs: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '3' },
  },
});
const { backend, workers, train, val, epochs } = values;
/** @param {string} text */
const numbers = (text) => text.split(',').filter(Boolean).map(Number);

/**
 * A's grid has 48 points and no more; drawn rates give as many trials as asked for.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const LIKE = {
  A: [
    'method=random',
    'parameters.learning_rate={distribution: log_uniform_values, min: 0.001, max: 0.01}',
  ],
  B: [],
};

/** @type {{ sweep: string, trials: number, seconds: number, peakBytes: number | null }[]} */
const scaling = [];
for (const sweep of values.sweeps.toUpperCase().split(',')) {
  for (const trials of numbers(values.counts)) {
    const set = [...(LIKE[sweep] ?? []), ...sized({ train, val, epochs })];
    const asked = openSweep(sweep, { set, trials });
    const run = await runThaw(asked, { backend, workers, sharing: !values['no-sharing'] });
    const { seconds, peakBytes } = run;
    scaling.push({ sweep, trials, seconds, peakBytes });
    console.error(`${sweep}, ${trials} trials: ${seconds.toFixed(1)} s`);
  }
}

/** @type {{ trials: number, round: number, seconds: number }[]} */
const overhead = [];
const counts = numbers(values.overhead);
if (counts.length > 0) await measureOverhead(100); // compiles what is hot
for (let round = 0; round < Number(values.rounds); round += 1) {
  for (const trials of counts) {
    const seconds = await measureOverhead(trials);
    overhead.push({ trials, round, seconds });
    console.error(`overhead, ${trials} trials: ${((1000 * seconds) / trials).toFixed(3)} ms each`);
  }
}

/** @type {{ pruner: string, trials: number, milliseconds: number }[]} */
const judging = [];
for (const pruner of [{ type: 'hyperband', min_iter: 1 }, { type: 'median' }]) {
  for (const trials of numbers(values.judging)) {
    measureJudging(trials, pruner); // compiles what is hot
    const { milliseconds } = measureJudging(trials, pruner);
    judging.push({ pruner: pruner.type, trials, milliseconds });
    console.error(`${pruner.type}, ${trials} trials: ${milliseconds.toFixed(4)} ms a report`);
  }
}

const result = {
  at: new Date().toISOString(),
  cpu: `${cpus().length} x ${cpus()[0].model.trim()}`,
  settings: values,
  scaling,
  overhead,
  judging,
};
const folder = fileURLToPath(new URL('results/', import.meta.url));
mkdirSync(folder, { recursive: true });
const file = `${folder}scaling-${result.at.slice(0, 16).replace(':', '')}.json`;
writeFileSync(file, `${JSON.stringify(result, null, 1)}\n`);
console.error(`Written to ${file}`);
console.log([...scalingTable(), '', ...overheadTable(), '', ...judgingTable()].join('\n'));

function scalingTable() {
  if (scaling.length === 0) return [];
  const rows = scaling.map(({ sweep, trials, seconds, peakBytes }, i) => {
    const before = scaling[i - 1]?.sweep === sweep ? scaling[i - 1] : undefined;
    const more = before ? (seconds - before.seconds) / (trials - before.trials) : null;
    return [
      `like ${sweep}`,
      trials,
      seconds.toFixed(1),
      more === null ? '' : more.toFixed(2),
      peakBytes === null ? '' : `${(peakBytes / 2 ** 30).toFixed(2)} GiB`,
    ];
  });
  return [
    `${train} train / ${val} val images, ${epochs} epochs, on ${backend}, ${result.cpu}:`,
    '',
    ...table(
      ['sweep', 'trials', 'seconds to leaderboard', 'seconds per trial more', 'peak memory'],
      ['---', '---:', '---:', '---:', '---:'],
      rows,
    ),
  ];
}

function overheadTable() {
  const rows = counts.map((trials) => {
    const each = overhead
      .filter((run) => run.trials === trials)
      .map(({ seconds }) => (1000 * seconds) / trials);
    return [trials, median(each).toFixed(3), each.map((ms) => ms.toFixed(3)).join(', ')];
  });
  return counts.length === 0
    ? []
    : table(['trials', 'overhead, ms a trial', 'rounds'], ['---:', '---:', '---'], rows);
}

function judgingTable() {
  const rows = judging.map((run) => [run.pruner, run.trials, run.milliseconds.toFixed(4)]);
  return rows.length === 0
    ? []
    : table(['pruner', 'trials', 'judging, ms a report'], ['---', '---:', '---:'], rows);
}
