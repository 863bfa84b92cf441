import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { allowsFor } from '#dist/config/allows.js';
import { recipeFor } from '#dist/config/recipe-for.js';
import { createPointCosts } from '#dist/plan/point-costs.js';
import { COHORT_TRIALS } from '#dist/plan/split-group.js';
import { createPruner } from '#dist/search/create-pruner.js';
import { createSampler } from '#dist/search/create-sampler.js';
import { openStore } from '#dist/store/sqlite/sqlite-store.js';
import { folderFiles } from '#dist/sweep/files/folder-files.js';
import { runSweep } from '#dist/sweep/run-sweep.js';
import { chained, createSleeper, diverges, reportOf } from './sleeper.js';

/**
 * @import { Recipe } from '#dist/core/recipe.js'
 * @import { SweepSpec } from '#dist/core/sweep.js'
 * @import { Expected } from '../oracle/judge.js'
 * @import { ReportFact } from '../oracle/facts.js'
 */

/**
 * What a sweep of sleepers comes to on one machine, undisturbed, on SQLite. Where that depends on who
 * came first, only what each recipe learns is expected, epoch by epoch.
 *
 * @param {SweepSpec} spec
 * @param {boolean} alike
 * @returns {Promise<Expected>}
 */
export async function expectedOf(spec, alike) {
  const local = alike ? await trainLocally(spec) : null;
  if (local) checkAlone(local);
  return {
    trials: local?.trials.length ?? spec.runCap,
    reports: ({ recipe }) => (recipe === null ? null : learnedBy(recipe)),
    end: ({ number }) => {
      const trial = local?.trials[number];
      return trial ? { ...trial, reports: undefined } : null;
    },
  };
}

/**
 * The same engine, on one machine.
 *
 * @param {SweepSpec} spec
 */
async function trainLocally(spec) {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-fleet-'));
  const file = join(folder, 'thaw.sqlite');
  const store = openStore(file);
  try {
    const sweepId = await store.queue.createSweep({ spec, file: '', source: '' });
    const costs = createPointCosts((params) => recipeFor(spec, params));
    await runSweep({
      ...{ store, sweepId, spec },
      sampler: createSampler(spec, allowsFor(spec), costs),
      pruner: spec.earlyTerminate && createPruner(spec.earlyTerminate, spec.metric),
      runner: createSleeper({ epochMs: 0 }),
      recipeFor: (params, replicate) => recipeFor(spec, params, replicate),
      provenance: PROVENANCE,
      files: folderFiles({ folder, checkpointPath: (id) => join(folder, `trial-${id}.ckpt`) }),
      snapshots: spec.checkpoint,
      queue: { lanes: 2, limits: { bytes: 2 ** 40, trials: COHORT_TRIALS } },
      backward: 2,
      signal: new AbortController().signal,
    });
  } finally {
    await store.close();
  }
  const db = new Sqlite(file, { readonly: true });
  try {
    /** @type {any[]} */
    const trials = db.prepare('select * from trials order by number').all();
    const reports = db.prepare('select * from reports where trial_id = ? order by epoch');
    return {
      trials: trials.map(({ id, number, state, epochs, params, recipe, checkpoint_digest }) => ({
        ...{ number, state, epochs, params, recipe, checkpoint_digest },
        reports: reports.all(id).map((/** @type {any} */ row) => ({
          epoch: row.epoch,
          metrics: JSON.parse(row.metrics),
          learning_rate: row.learning_rate,
          rights: row.rights?.toString('hex') ?? null,
        })),
      })),
    };
  } finally {
    db.close();
    rmSync(folder, { recursive: true });
  }
}

const PROVENANCE = {
  ...{ version: '', backend: 'wasm', backendVersion: '', device: 'none', threads: 1 },
  exactness: 'asleep',
};

/**
 * SQLite has what the recipes say.
 *
 * @param {Awaited<ReturnType<typeof trainLocally>>} local
 */
function checkAlone({ trials }) {
  for (const { number, recipe, reports } of trials) {
    const want = learnedBy(JSON.parse(recipe));
    for (const [epoch, report] of reports.entries()) {
      const expected = JSON.stringify({ ...want[epoch], rights: report.rights });
      if (JSON.stringify(report) !== expected) throw new Error(`trial ${number} learned otherwise`);
    }
  }
}

/**
 * All that a recipe would report, as rows hold it.
 *
 * @param {Recipe} recipe
 * @returns {readonly Omit<ReportFact, 'trial_id'>[]}
 */
function learnedBy(recipe) {
  const reports = [];
  let state = '';
  for (let epoch = 0; epoch < recipe.pace.epochs; epoch += 1) {
    state = chained(state, recipe, epoch);
    if (diverges(state)) break;
    const { metrics, learningRate, rights } = reportOf(recipe, epoch, state);
    reports.push({
      epoch,
      metrics: { ...metrics },
      learning_rate: learningRate,
      rights: Buffer.from(rights ?? []).toString('hex'),
    });
  }
  return reports;
}
