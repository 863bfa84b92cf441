#!/usr/bin/env node
// Whole sweeps, from start to leaderboard: Thaw against Optuna + PyTorch, Ray Tune + PyTorch and,
// for heads alone, a PyTorch user who caches frozen features by hand. Same machine, weights, images,
// split and epochs, equal thread counts. Sweeps lie in bench/sweeps/, the peers in bench/peers/.
//
//   node bench/sweeps.js [--quick] [--sweeps A,B,C] [--only thaw,thaw-alone,optuna,ray,torch-cached]
//                        [--rounds 3] [--backend tensorflow] [--workers auto] [--again thaw,...]
//                        [--train N --val N --epochs N] [--trials N]
//
// In full, each peer runs every trial once (hours); one trial of each augmentation and depth is
// repeated in turn with Thaw's. --quick extrapolates the peers from such trials, on fewer images.
// Every finished piece is kept at once in bench/results/: a rerun goes on. --again drops what is
// kept of the contenders it names. --train, --val, --epochs (together) and --trials are for a try.

/** @import { FinishedPiece, Piece, Settings } from './sweeps/types.js' */

import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { markdown } from './sweeps/markdown.js';
import { CONTENDERS, plan } from './sweeps/plan.js';
import { openPiece, runPiece } from './sweeps/run-piece.js';
import { openState } from './sweeps/state.js';
import { sampleRows, summarize } from './sweeps/summarize.js';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    sweeps: { type: 'string', default: 'A,B,C' },
    only: { type: 'string', default: CONTENDERS.join() },
    rounds: { type: 'string' },
    backend: { type: 'string', default: 'tensorflow' },
    workers: { type: 'string', default: 'auto' },
    again: { type: 'string', default: '' },
    train: { type: 'string' },
    val: { type: 'string' },
    epochs: { type: 'string' },
    trials: { type: 'string' },
    // Ray's trials at once, each with its share of the cores.
    lanes: { type: 'string', default: '1' },
  },
});
const { quick, backend, workers } = values;
const amounts = [values.train, values.val, values.epochs];
if (new Set(amounts.map((amount) => amount === undefined)).size > 1) {
  throw new Error('--train, --val and --epochs go together');
}
/** @type {Settings} */
const settings = {
  mode: quick ? 'quick' : 'full',
  backend,
  workers,
  threads: cpus().length,
  lanes: Number(values.lanes),
  rounds: Number(values.rounds ?? (quick ? 2 : 3)),
  size:
    values.train && values.val && values.epochs
      ? { train: Number(values.train), val: Number(values.val), epochs: Number(values.epochs) }
      : null,
  trials: values.trials === undefined ? null : Number(values.trials),
};

const folder = fileURLToPath(new URL('results/', import.meta.url));
mkdirSync(folder, { recursive: true });
const state = openState(`${folder}sweeps-${settings.mode}.state.jsonl`);
state.forget(values.again.split(','));

const pieces = plan({
  ...settings,
  quick,
  sweeps: values.sweeps.toUpperCase().split(','),
  contenders: values.only.split(','),
});
for (const [number, piece] of pieces.entries()) {
  if (state.result(piece.id)) continue;
  console.error(`${number + 1} of ${pieces.length}: ${piece.id.replaceAll('_', ' ')}`);
  const result = await runPiece(piece, { ...settings, state });
  state.addResult(piece.id, { ...result, commit: commit() });
  console.error(`  ${result.seconds.toFixed(1)} s`);
}

const done = pieces.map((piece) => ({ ...piece, result: withImages(piece) }));
const result = {
  at: new Date().toISOString(),
  machine: {
    cpu: `${cpus().length} x ${cpus()[0].model.trim()}`,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  },
  settings,
  versions: Object.fromEntries(done.map(({ contender, result }) => [contender, result.version])),
  sweeps: summarize(done, settings),
  samples: sampleRows(done),
  pieces: done,
};
const file = `${folder}sweeps-${settings.mode}-${result.at.slice(0, 16).replace(':', '')}.json`;
writeFileSync(file, `${JSON.stringify(result, null, 1)}\n`);
console.error(`Written to ${file}`);
console.log(markdown(result));

/**
 * A piece's result; each trial with the images an epoch has.
 *
 * @param {Piece} piece
 * @returns {FinishedPiece['result']}
 */
function withImages(piece) {
  const result = state.result(piece.id);
  if (!result) throw new Error(`${piece.id} has not run`);
  const { train, val } = openPiece(piece).spec.data;
  const trials = result.trials.map((trial) => ({ ...trial, images: { train, val } }));
  return { ...result, trials };
}

function commit() {
  try {
    /** @param {string[]} args */
    const git = (...args) => execFileSync('git', args, { encoding: 'utf8', cwd: folder }).trim();
    const changed = git('status', '--porcelain', '--untracked-files=no') !== '';
    return `${git('rev-parse', '--short', 'HEAD')}${changed ? ', changed' : ''}`;
  } catch {
    return null;
  }
}
