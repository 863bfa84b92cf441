#!/usr/bin/env node
// Whether the peers of the benchmark train what Thaw trains: trials without random augmentation, on
// the same batches in the same order, must give nearly the same losses and accuracies on both sides.
//
//   node bench/verify-peers.js [--unfrozen 0,1,5] [--train 320] [--val 200] [--epochs 1]
//                              [--rate 0.01] [--scheduler constant] [--backend tensorflow]

/**
 * @import { Params } from '#dist/core/space.js'
 * @import { OpenedSweep } from './sweeps/types.js'
 */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { firstRecipe, openSweep, sampled, sized } from './sweeps/files.js';
import { inputsFor } from './sweeps/inputs.js';
import { table } from './sweeps/markdown.js';
import { torchPython } from './torch-venv.js';

const { values } = parseArgs({
  options: {
    unfrozen: { type: 'string', default: '0,1,5' },
    train: { type: 'string', default: '320' },
    val: { type: 'string', default: '200' },
    epochs: { type: 'string', default: '1' },
    rate: { type: 'string', default: '0.01' },
    scheduler: { type: 'string', default: 'constant' },
    backend: { type: 'string', default: 'tensorflow' },
  },
});
/** @param {string} name */
const here = (name) => fileURLToPath(new URL(name, import.meta.url));

/** @type {[unfrozen: number, epoch: number, what: string, mine: number, other: number][]} */
const rows = [];
for (const unfrozen of values.unfrozen.split(',').map(Number)) {
  const params = {
    augmentation: 'none',
    unfrozen_layers: unfrozen,
    learning_rate: Number(values.rate),
    scheduler: values.scheduler,
    batch_size: 32,
  };
  const { spec } = openSweep('A');
  const sweep = openSweep('A', { set: [...sized(values), ...sampled(spec, params)] });
  const ours = runThaw(sweep);
  const theirs = await runTorch(sweep, params);
  for (const [epoch, mine] of ours.entries()) {
    const other = theirs[epoch];
    if (!other) throw new Error(`the peer told no epoch ${epoch}`);
    rows.push(
      [unfrozen, epoch, 'train loss', mine.train_loss, other.train_loss],
      [unfrozen, epoch, 'val loss', mine.val_loss, other.val_loss],
      [unfrozen, epoch, 'val accuracy', mine.val_accuracy, other.val_accuracy],
    );
  }
}
console.log(
  table(
    ['unfrozen', 'epoch', '', 'Thaw', 'PyTorch', 'difference'],
    ['---:', '---:', '---', '---:', '---:', '---:'],
    rows.map(([unfrozen, epoch, what, mine, other]) => {
      return [unfrozen, epoch, what, ...[mine, other, mine - other].map((x) => x.toFixed(5))];
    }),
  ).join('\n'),
);

/** @typedef {{ train_loss: number, val_loss: number, val_accuracy: number }} Epoch */

/**
 * @param {OpenedSweep} sweep
 * @returns {Epoch[]}
 */
function runThaw({ file, args }) {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-bench-'));
  /** @param {string[]} command */
  const thaw = (...command) =>
    execFileSync(
      process.execPath,
      [here('../bin/thaw.js'), ...command, '--db', join(folder, 'thaw.sqlite'), '--format', 'json'],
      {
        env: { ...process.env, THAW_SETUP: 'off' },
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
  try {
    thaw('run', file, ...args, '--backend', values.backend);
    return JSON.parse(thaw('show', '1')).reports;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * @param {OpenedSweep} sweep
 * @param {Params} params
 * @returns {Promise<Epoch[]>}
 */
async function runTorch({ spec }, params) {
  const inputs = await inputsFor(firstRecipe(spec));
  const { epochs } = spec.defaults;
  const job = { inputs, params, epochs, threads: cpus().length };
  const args = [here('peers/one_trial.py'), JSON.stringify(job)];
  const told = execFileSync(torchPython(), args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(told);
}
