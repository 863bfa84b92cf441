#!/usr/bin/env node
// What it costs to write results: trials laid down at once, cohorts taken, told of and ended; in a SQLite
// file, and in PostgreSQL where one is named.
//
//   node bench/writes.js [--trials 10000] [--cohort 10] [--epochs 10] [--cohorts 50] [--images 10000]
//                        [--store postgres://USER@HOST/DATABASE]

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measureAll } from '#dist/core/metric.js';
import { openStore } from '#dist/store/index.js';
import { median } from './median.js';

const { values } = parseArgs({
  options: {
    trials: { type: 'string', default: '10000' },
    cohort: { type: 'string', default: '10' },
    epochs: { type: 'string', default: '10' },
    cohorts: { type: 'string', default: '50' },
    images: { type: 'string', default: '10000' },
    store: { type: 'string' },
  },
});
const [trials, size, epochs, cohorts, images] = [
  Number(values.trials),
  Number(values.cohort),
  Number(values.epochs),
  Number(values.cohorts),
  Number(values.images),
];

const TRUNK = {
  model: { architecture: 'resnet50', weights: 'imagenet' },
  data: { source: 'cifar10', train: 50000, val: 10000, decodeSize: 224 },
  ...{ seed: 7, replicate: 0, imageSize: 224, normalization: 'weights', batchSize: 64 },
  augmentation: { name: 'standard', transforms: [] },
  ...{ stem: 'imagenet', precision: 'float32' },
};
const TRAINING = {
  ...{ firstTrained: 17, pooling: 'avg', head: { type: 'linear' }, dropout: 0 },
  ...{ optimizer: { type: 'sgd' }, labelSmoothing: 0, gradientClip: null, layerLrDecay: 1 },
};
const JUDGED = { metric: { name: 'val_accuracy', goal: 'maximize' }, rule: 'best' };
/** @type {import('../src/core/provenance.js').Provenance} */
const PROVENANCE = {
  ...{ version: '0', backend: 'wasm', backendVersion: '1', device: 'CPU', threads: 1 },
  exactness: 'pretended',
};

/**
 * @param {number} number
 * @returns {import('../src/store/port.js').NewTrial}
 */
function newTrial(number) {
  const learningRate = 0.001 * (number + 1);
  const pace = { epochs, learningRate, scheduler: { type: 'cosine' } };
  const recipe = { trunk: TRUNK, training: TRAINING, pace, judged: JUDGED };
  return /** @type {import('../src/store/port.js').NewTrial} */ ({
    ...{ number, point: number, replicate: 0, params: { learning_rate: learningRate } },
    ...{ recipe, version: '0', seen: null },
  });
}

/**
 * @param {number} epoch
 * @returns {import('../src/core/trial.js').Report}
 */
function reportOf(epoch) {
  const [loss, accuracy] = [1 / (epoch + 1), 1 - 1 / (epoch + 2)];
  const val = { loss, accuracy, confusion: [] };
  const cost = { seconds: epoch, parameters: 20490 };
  const metrics = /** @type {import('../src/core/metric.js').Metrics} */ (
    /** @type {unknown} */ (measureAll({ train: { loss, accuracy }, val, cost }))
  );
  return {
    ...{ epoch, learningRate: 0.1, seconds: 2, soloSeconds: 2, sharedWith: null },
    ...{ imagesPerSecond: 50, peakMemoryBytes: 1e9 },
    metrics,
    rights: new Uint8Array(Math.ceil(images / 8)).fill(epoch),
  };
}

/**
 * @param {string} place
 * @returns {Promise<Record<string, number>>} milliseconds of a call, the median
 */
async function measure(place) {
  /** @type {import('../src/store/port.js').Store} */
  const store = await openStore(place, {
    access: 'create',
    readOlder: () => Promise.reject(new Error('it is new')),
    onUpgrade: () => undefined,
  });
  /** @type {Record<string, number[]>} */
  const spent = { add: [], take: [], report: [], end: [] };
  /**
   * @template Result
   * @param {string} what
   * @param {() => Promise<Result>} act
   */
  const timed = async (what, act) => {
    const since = performance.now();
    const result = await act();
    spent[what].push(performance.now() - since);
    return result;
  };
  try {
    const spec = /** @type {import('../src/core/sweep.js').SweepSpec} */ (
      /** @type {unknown} */ ({ name: 'writes' })
    );
    const sweep = await store.queue.createSweep({ spec, file: '', source: '' });
    const rows = Array.from({ length: trials }, (_, number) => newTrial(number));
    const added = await timed('add', () => store.queue.add(sweep, rows));
    for (let cohort = 0; cohort < cohorts; cohort += 1) {
      const ids = added.slice(cohort * size, (cohort + 1) * size).map(({ id }) => id);
      await timed('take', () =>
        store.queue.take(ids, PROVENANCE, undefined, { cohort: `${cohort}` }),
      );
      for (let epoch = 0; epoch < epochs; epoch += 1) {
        const reports = ids.map((trialId) => ({ trialId, report: reportOf(epoch) }));
        await timed('report', () => store.log.report(reports));
      }
      const ends = ids.map((trialId) => ({ trialId, state: /** @type {const} */ ('finished') }));
      await timed('end', () => store.queue.end(ends));
    }
    await store.queue.deleteSweep(sweep);
  } finally {
    await store.close();
  }
  return Object.fromEntries(Object.entries(spent).map(([what, times]) => [what, median(times)]));
}

const folder = mkdtempSync(join(tmpdir(), 'thaw-writes-'));
try {
  const places = { SQLite: join(folder, 'thaw.sqlite'), PostgreSQL: values.store };
  /** @type {Record<string, unknown>} */
  const measured = {};
  for (const [name, place] of Object.entries(places)) {
    if (place === undefined) continue;
    const { add, take, report, end } = await measure(place);
    const milliseconds = {
      laidDown: add,
      ...{ taken: take / size, ended: end / size },
      ...{ epochTold: report, reportTold: report / size },
    };
    measured[name] = milliseconds;
    console.log(name, milliseconds);
  }
  const results = fileURLToPath(new URL('results/', import.meta.url));
  mkdirSync(results, { recursive: true });
  const stamp = new Date().toISOString().slice(0, 16).replace(':', '');
  const machine = { cpu: cpus()[0].model, cores: cpus().length };
  const result = { machine, trials, size, epochs, cohorts, images, measured };
  writeFileSync(join(results, `writes-${stamp}.json`), `${JSON.stringify(result, null, 2)}\n`);
} finally {
  rmSync(folder, { recursive: true });
}
