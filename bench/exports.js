#!/usr/bin/env node
// What an export of 10,000 trials with 100,000 reports takes: seconds, and the most memory that the
// process held.
//
//   node bench/exports.js [--trials 10000] [--epochs 10] [--from results/thaw.sqlite]
//
// The trials are like the first one of the database given, which stays as it is.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import Sqlite from 'better-sqlite3';
import { exportFormats } from '#dist/exports/formats/index.js';
import { measureProcess } from './measure-process.js';
import { fillStore } from './store/fill.js';

const { values } = parseArgs({
  options: {
    trials: { type: 'string', default: '10000' },
    epochs: { type: 'string', default: '10' },
    from: { type: 'string', default: 'results/thaw.sqlite' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'thaw-exports-'));
const database = join(folder, 'thaw.sqlite');
const program = fileURLToPath(new URL('../bin/thaw.js', import.meta.url));

try {
  const source = new Sqlite(resolve(values.from), { readonly: true });
  await source.backup(database);
  source.close();
  keepFirst();
  fillStore(database, Number(values.trials), Number(values.epochs));
  for (const { name, of, writes } of exportFormats) {
    if (of === 'sweep' && writes !== 'address') await measure(name);
  }
} finally {
  rmSync(folder, { recursive: true });
}

function keepFirst() {
  const db = new Sqlite(database);
  db.pragma('foreign_keys = on');
  db.exec('delete from sweeps where id > 1; delete from trials where number > 0');
  // The rates that `fillStore` draws are of its space.
  const range = JSON.stringify({ kind: 'uniform', low: 0.001, high: 0.1, scale: 'log' });
  db.prepare(`update sweeps set spec = json_set(spec, '$.space.learning_rate', json(?))`).run(
    range,
  );
  db.close();
}

/** @param {string} format */
async function measure(format) {
  const args = [
    program,
    'export',
    '1',
    '--to',
    format,
    '-o',
    join(folder, format),
    '--db',
    database,
  ];
  const began = performance.now();
  const env = { THAW_SETUP: 'off' };
  const { peakBytes } = await measureProcess(process.execPath, args, { env, onLine: () => {} });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const memory = peakBytes === null ? 'unknown' : `${Math.round(peakBytes / 2 ** 20)} MiB`;
  console.log(`${format}: ${seconds} s, ${memory}`);
}
