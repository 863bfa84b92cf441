#!/usr/bin/env node
// What it costs to read results of very many trials: from a SQLite file and, copied there by `thaw store
// copy`, from PostgreSQL. What both say is compared.
//
//   node bench/readings.js --store postgres://USER@HOST/EMPTY [--trials 100000] [--epochs 5] [--rounds 3]

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { openStore } from '#dist/store/index.js';
import { median } from './median.js';
import { fill } from './readings/fill.js';

/** @typedef {import('../src/store/port.js').Store} Store */

const { values } = parseArgs({
  options: {
    trials: { type: 'string', default: '100000' },
    epochs: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
    store: { type: 'string' },
  },
});
const [trials, epochs, rounds] = [
  Number(values.trials),
  Number(values.epochs),
  Number(values.rounds),
];
if (values.store === undefined) throw new Error('--store names an empty PostgreSQL database');

const BIN = fileURLToPath(new URL('../bin/thaw.js', import.meta.url));
const OPEN = {
  readOlder: () => Promise.reject(new Error('no older program made it')),
  onUpgrade: () => undefined,
};
/** @type {import('../src/core/metric.js').Metric} */
const METRIC = { name: 'val_accuracy', goal: 'maximize' };
/** @type {import('../src/store/port.js').LeaderboardQuery} */
const BOARD = { metric: METRIC.name, goal: METRIC.goal, rule: 'best' };
/** @type {import('../src/core/study/objective.js').Objective[]} */
const OBJECTIVES = [METRIC, { name: 'training_seconds', goal: 'minimize', max: 8 }];

/** @type {Readonly<Record<string, (store: Store, ids: readonly number[]) => Promise<unknown>>>} */
const READINGS = {
  sweeps: ({ readings }) => readings.sweeps(),
  'leaderboard, first 10': ({ readings }) => readings.leaderboard(1, { ...BOARD, top: 10 }),
  'leaderboard, first 10 where': ({ readings }) =>
    readings.leaderboard(1, { ...BOARD, top: 10, where: { scheduler: 'step' } }),
  'leaderboard, first 10 within bounds': ({ readings }) =>
    readings.leaderboard(1, { ...BOARD, top: 10, objectives: OBJECTIVES }),
  'leaderboard, all': ({ readings }) => readings.leaderboard(1, BOARD),
  'leaderboard, all, with objectives': ({ readings }) =>
    readings.leaderboard(1, { ...BOARD, objectives: OBJECTIVES }),
  'roster: trials, open reports': ({ readings }) => readings.trials(1, { reports: 'open' }),
  'roster: standings of all': ({ readings }, ids) => readings.standings(ids, METRIC),
  'one trial': ({ readings }, ids) => readings.trial(ids[Math.floor(ids.length / 2)]),
  'curves of 1,000': ({ readings }, ids) => readings.curves(ids.slice(0, 1000), 'val_loss'),
  trained: ({ readings }) => readings.trained('wasm', 5),
  ids: ({ readings }) => readings.idRange(1),
};

const folder = mkdtempSync(join(tmpdir(), 'thaw-readings-'));
try {
  const file = join(folder, 'thaw.sqlite');
  console.error(`${trials} trials, ${trials * epochs} reports`);
  const made = await openStore(file, { ...OPEN, access: 'create' });
  await fill(made, trials, epochs);
  await made.close();
  const seconds = { there: copy(file, values.store), back: copy(values.store, `${file}.back`) };
  const [one, other] = [await open(file), await open(values.store)];
  const { first, last } = (await one.readings.idRange(1)) ?? { first: 1, last: 0 };
  const ids = Array.from({ length: last - first + 1 }, (_, place) => first + place);
  const readings = [];
  for (const [what, read] of Object.entries(READINGS)) {
    const [sqlite, postgres] = [
      await timed(() => read(one, ids)),
      await timed(() => read(other, ids)),
    ];
    const same = isDeepStrictEqual(sqlite.answer, postgres.answer);
    if (!same) throw new Error(`${what}: SQLite and PostgreSQL say different things`);
    readings.push({ what, sqliteMs: sqlite.ms, postgresMs: postgres.ms });
  }
  await one.close();
  await other.close();
  const result = {
    at: new Date().toISOString(),
    cpu: cpus()[0]?.model,
    trials,
    epochs,
    copySeconds: seconds,
    readings,
  };
  const results = fileURLToPath(new URL('results/', import.meta.url));
  mkdirSync(results, { recursive: true });
  const name = `readings-${result.at.slice(0, 16).replace(':', '')}.json`;
  writeFileSync(join(results, name), `${JSON.stringify(result, null, 2)}\n`);
  console.table(readings);
  console.error(seconds, `written to bench/results/${name}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @param {string} place */
function open(place) {
  return openStore(place, { ...OPEN, access: 'read' });
}

/**
 * @param {string} from
 * @param {string} to
 */
function copy(from, to) {
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [BIN, 'store', 'copy', from, to], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return (performance.now() - began) / 1000;
}

/** @param {() => Promise<unknown>} read */
async function timed(read) {
  const times = [];
  let answer;
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now();
    answer = await read();
    times.push(performance.now() - began);
  }
  return { ms: Math.round(median(times)), answer };
}
