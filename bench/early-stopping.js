#!/usr/bin/env node
// What early stopping saves, on 320 recorded trials of 6 epochs on CIFAR-10: sweeps of some of them,
// drawn by chance, in Thaw's own engine, with a runner that tells what was recorded. Time is what a
// cohort's epochs took then: its longest trunk, and the head of each of its branches.
//
//   node bench/early-stopping.js [--trials 160] [--draws 30] [--alone]
//
// --alone: trials share nothing, as in other tools.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseSweep } from '#dist/config/file/parse-sweep.js';
import { recipeFor } from '#dist/config/recipe-for.js';
import { evenContents } from '#dist/core/data/contents.js';
import { measureAll } from '#dist/core/metric.js';
import { rngFor } from '#dist/core/random.js';
import { byNumber } from '#dist/search/by-number.js';
import { createPruner } from '#dist/search/create-pruner.js';
import { openStore } from '#dist/store/sqlite/sqlite-store.js';
import { folderFiles } from '#dist/sweep/files/folder-files.js';
import { runSweep } from '#dist/sweep/run-sweep.js';
import { median } from './median.js';
import { rowOf, rows } from './search/table.js';

/** @import { Row } from './search/table.js' */
/** @import { CohortRunner } from '#dist/sweep/runners/runner.js' */

const { values } = parseArgs({
  options: {
    trials: { type: 'string', default: '160' },
    draws: { type: 'string', default: '30' },
    alone: { type: 'boolean', default: false },
  },
});
const EPOCHS = 6;

/** @type {Readonly<Record<string, { readonly type: string } & Record<string, any> | null>>} */
const RULES = {
  none: null,
  'asha, promotion, eta 3': { type: 'asha' },
  'asha, stopping, eta 3': { type: 'asha', variant: 'stopping' },
  'asha, promotion, eta 2': { type: 'asha', eta: 2 },
  'asha, stopping, eta 2': { type: 'asha', eta: 2, variant: 'stopping' },
  'hyperband (W&B), eta 3': { type: 'hyperband', min_iter: 1 },
  median: { type: 'median' },
  'percentile 25': { type: 'percentile', percentile: 25 },
  'patience 2': { type: 'patience', patience: 2 },
};

const source = readFileSync(new URL('search/recorded.yaml', import.meta.url), 'utf8');
const { spec } = parseSweep(source, 'recorded.yaml', { set: [] }, () =>
  evenContents([...'abcdefghij'], { train: 50_000, test: 10_000 }),
);
/** @type {Map<string, Row>} */
const rowOfRecipe = new Map();
/** How many trials were trained as this one, by its branch, at each epoch. */
const carried = Array.from({ length: EPOCHS }, (_, epoch) => {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const { trainedAs } of rows) {
    counts.set(trainedAs[epoch], (counts.get(trainedAs[epoch]) ?? 0) + 1);
  }
  return counts;
});

console.log(
  `${values.trials} of 320 recorded trials, ${values.draws} draws, ${values.alone ? 'each alone' : 'in cohorts'}; medians\n`,
);
console.log('| rule | finished | epochs | cohorts | seconds | of none | best | lost |');
console.log('| --- | --: | --: | --: | --: | --: | --: | --: |');
/** @type {number[]} */
let whole = [];
for (const [name, rule] of Object.entries(RULES)) {
  /** @type {Awaited<ReturnType<typeof replay>>[]} */
  const runs = [];
  for (let draw = 0; draw < Number(values.draws); draw += 1) runs.push(await replay(rule, draw));
  const seconds = runs.map((run) => run.seconds);
  if (!rule) whole = seconds;
  const share = median(seconds.map((each, draw) => each / whole[draw]));
  const lost = runs.reduce((sum, run) => sum + run.lost, 0) / runs.length;
  /** @param {(run: typeof runs[number]) => number} of */
  const middle = (of) => median(runs.map(of));
  console.log(
    `| ${[
      name,
      middle((run) => run.finished),
      middle((run) => run.epochs),
      middle((run) => run.cohorts),
      middle((run) => run.seconds).toFixed(1),
      `${(100 * share).toFixed(0)} %`,
      middle((run) => run.best).toFixed(3),
      (100 * lost).toFixed(2),
    ].join(' | ')} |`,
  );
}

/**
 * One sweep. `lost`: how much worse its best is than the best of all that it could have trained.
 *
 * @param {{ readonly type: string } | null} rule
 * @param {number} draw
 */
async function replay(rule, draw) {
  const drawn = rngFor('early-stopping', draw);
  const those = rows
    .map((row) => ({ row, place: drawn() }))
    .sort((a, b) => a.place - b.place)
    .slice(0, Number(values.trials))
    .map(({ row }) => row);
  const folder = mkdtempSync(join(tmpdir(), 'thaw-replay-'));
  const store = openStore(':memory:');
  const watch = { seconds: 0, cohorts: 0 };
  try {
    const sweepId = await store.queue.createSweep({ spec, file: '', source: '' });
    const { counts } = await runSweep({
      ...{ store, sweepId, spec: { ...spec, method: { type: 'random' }, runCap: those.length } },
      sampler: byNumber((number) => those[number]?.params),
      pruner: rule && createPruner(rule, spec.metric),
      runner: recordedRunner(watch),
      provenance: {
        ...{ version: '', backend: '', backendVersion: '', device: '', threads: 1 },
        exactness: '',
      },
      recipeFor(params, replicate) {
        const recipe = recipeFor(spec, params, replicate);
        rowOfRecipe.set(JSON.stringify(recipe), rowOf(params));
        return recipe;
      },
      files: folderFiles({ folder, checkpointPath: (id) => join(folder, `${id}`) }),
      snapshots: { epochs: true, everyMs: 1e12, maxBytes: null },
      queue: { lanes: 1, limits: { bytes: 1e15, trials: values.alone ? 1 : 256 } },
      backward: 3,
      signal: new AbortController().signal,
    });
    const trials = await store.readings.trials(sweepId);
    const best = Math.max(
      ...trials
        .filter(({ state }) => state === 'finished')
        .flatMap(({ reports }) => reports.map(({ metrics }) => metrics.val_accuracy)),
    );
    const possible = Math.max(...those.flatMap(({ val_accuracy }) => val_accuracy));
    return {
      ...watch,
      finished: counts.finished,
      epochs: trials.reduce((sum, { reports }) => sum + reports.length, 0),
      best,
      lost: possible - best,
    };
  } finally {
    await store.close();
    rmSync(folder, { recursive: true });
  }
}

/**
 * @param {{ seconds: number, cohorts: number }} watch
 * @returns {CohortRunner}
 */
function recordedRunner(watch) {
  return {
    async run({ trials, from, snapshots }, events) {
      watch.cohorts += 1;
      await events.begin(0);
      let left = trials.map(({ trialId, recipe }) => {
        return { trialId, row: /** @type {Row} */ (rowOfRecipe.get(JSON.stringify(recipe))) };
      });
      for (let epoch = from?.epoch ?? 0; left.length > 0; epoch += 1) {
        watch.seconds += epochSeconds(
          left.map(({ row }) => row),
          epoch,
        );
        const verdicts = await events.epoch(
          left.map(({ trialId, row }) => ({ trialId, report: reportOf(row, epoch) })),
        );
        const isLast = epoch + 1 === EPOCHS;
        /** @param {string} verdict */
        const those = (verdict) =>
          left.filter(({ trialId }) => (verdicts.get(trialId) ?? 'continue') === verdict);
        const paused = isLast ? [] : those('pause');
        if (paused.length > 0 && snapshots) {
          mkdirSync(join(snapshots.base, '..'), { recursive: true });
          const part = `${snapshots.base}-${epoch}.paused.snapshot.part`;
          writeFileSync(part, '');
          const made = { part, sha256: '', bytes: 0, epoch: epoch + 1, step: 0 };
          await events.snapshot({ ...made, trialIds: paused.map(({ trialId }) => trialId) });
        }
        for (const { trialId } of paused) await events.end({ trialId, how: 'paused' });
        for (const { trialId } of isLast ? [] : those('stop')) {
          await events.end({ trialId, how: 'stopped' });
        }
        if (isLast) for (const { trialId } of left) await events.end({ trialId, how: 'finished' });
        left = isLast ? [] : those('continue');
      }
      return { trunk: 0, trunkAlone: 0, trained: 0, trainedAlone: 0 };
    },
    close: async () => undefined,
  };
}

/**
 * What an epoch of a cohort took: the longest of its trunks, and a head for each of its branches.
 *
 * @param {readonly Row[]} cohort
 * @param {number} epoch
 */
function epochSeconds(cohort, epoch) {
  /** @param {Row} row */
  const head = ({ seconds, soloSeconds, trainedAs }) => {
    const together = carried[epoch].get(trainedAs[epoch]) ?? 1;
    return Math.min(seconds[epoch] * together, soloSeconds[epoch]);
  };
  const trunk = Math.max(...cohort.map((row) => row.soloSeconds[epoch] - head(row)));
  const branches = new Map(cohort.map((row) => [row.trainedAs[epoch], row]));
  return [...branches.values()].reduce((sum, row) => sum + head(row), trunk);
}

/**
 * @param {Row} row
 * @param {number} epoch
 */
function reportOf(row, epoch) {
  const val = {
    loss: row.val_loss[epoch],
    accuracy: row.val_accuracy[epoch],
    confusion: [],
  };
  return {
    epoch,
    metrics: measureAll({
      ...{ train: { loss: 0, accuracy: 0 }, val },
      cost: { seconds: 0, parameters: 0 },
    }),
    ...{ learningRate: 0, seconds: 0, soloSeconds: 0, sharedWith: null },
    ...{ imagesPerSecond: 0, peakMemoryBytes: 0 },
  };
}
