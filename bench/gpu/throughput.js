#!/usr/bin/env node
// Milliseconds of a step on Thaw's backend `tensorflow`: one precision in one process, as JSON lines.
// bench/peers/torch_throughput.py says the same of PyTorch.
//
//   node bench/gpu/throughput.js [--precision tf32] [--jobs full:64:32,last:64:32] [--seconds 0.3]
//
// A job is task:pixels:batch. Compiling counts apart. Several processes may compile at once; they
// measure in turn where BENCH_LOCK names a folder to hold meanwhile.

import { mkdirSync, rmdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { PRECISIONS } from '#dist/core/recipe.js';
import { median } from '../median.js';
import { openJob } from '../throughput/job.js';
import { taskOf } from '../throughput/tasks.js';

/** @import { Job } from '../throughput/job.js' */

const ROUNDS = 5;
const WARM_STEPS = 2;

const { values } = parseArgs({
  options: {
    precision: { type: 'string', default: 'float32' },
    jobs: { type: 'string', default: 'full:64:32,last:64:32' },
    seconds: { type: 'string', default: '0.3' },
  },
});
const precision = PRECISIONS.find((known) => known === values.precision);
if (!precision) throw new Error(`No precision ${values.precision}. Expected one of ${PRECISIONS}.`);

const { engine, createJob } = await openJob('tensorflow', precision);
engine.programs?.listen({
  compiling: () => {},
  fallback: (why) => console.error(`XLA cannot compile here: ${why}`),
});
for (const name of values.jobs.split(',')) {
  const [task = '', size, batch] = name.split(':');
  const job = createJob(taskOf(task), Number(size), Number(batch));
  const from = Date.now();
  const before = engine.programs?.compiled().seconds ?? 0;
  const { losses, msPerStep, steps } = measure(job);
  job.dispose();
  const said = {
    part: 'throughput',
    contender: `Thaw, ${precision}`,
    job: name,
    ms: round(msPerStep, 3),
    imagesPerSecond: round((1000 * Number(batch)) / msPerStep, 1),
    compileSeconds: round((engine.programs?.compiled().seconds ?? 0) - before, 1),
    steps,
    losses,
    peakBytes: engine.peakMemoryBytes(),
    device: engine.info.device,
    version: engine.info.version,
    from,
    to: Date.now(),
  };
  console.log(JSON.stringify(said));
}

/**
 * The median of rounds of so many steps as take some time; each round ends with a read-back.
 *
 * @param {Job} job
 */
function measure({ step, settle }) {
  const take = (/** @type {number} */ count) => {
    const started = performance.now();
    for (let i = 0; i < count; i += 1) step();
    const loss = settle();
    return { loss, ms: (performance.now() - started) / count };
  };
  const losses = [take(1).loss];
  const release = hold();
  try {
    const warm = take(WARM_STEPS);
    losses.push(warm.loss);
    const steps = Math.max(1, Math.round((1000 * Number(values.seconds)) / warm.ms));
    const rounds = Array.from({ length: ROUNDS }, () => take(steps).ms);
    return { losses, msPerStep: median(rounds), steps: steps * ROUNDS };
  } finally {
    release();
  }
}

/** Waits until no other process measures. */
function hold() {
  const lock = process.env.BENCH_LOCK;
  if (!lock) return () => {};
  for (;;) {
    try {
      mkdirSync(lock);
      return () => rmdirSync(lock);
    } catch {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

/**
 * @param {number} value
 * @param {number} digits
 */
function round(value, digits) {
  return Number(value.toFixed(digits));
}
