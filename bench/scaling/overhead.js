import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allowsFor } from '#dist/config/allows.js';
import { recipeFor } from '#dist/config/recipe-for.js';
import { COHORT_TRIALS } from '#dist/plan/split-group.js';
import { createSampler } from '#dist/search/create-sampler.js';
import { openStore } from '#dist/store/sqlite/sqlite-store.js';
import { folderFiles } from '#dist/sweep/files/folder-files.js';
import { runSweep } from '#dist/sweep/run-sweep.js';
import { openSweep } from '../sweeps/files.js';
import { createFakeRunner } from './fake-runner.js';

/**
 * Seconds that a random sweep of so many trials takes when training costs nothing: sampler, planner,
 * database on disk, leaderboard.
 *
 * @param {number} trials
 */
export async function measureOverhead(trials) {
  const { spec, file } = openSweep('B', { trials });
  const folder = mkdtempSync(join(tmpdir(), 'thaw-bench-'));
  const store = openStore(join(folder, 'thaw.sqlite'));
  try {
    const started = performance.now();
    const sweepId = await store.queue.createSweep({ spec, file, source: '' });
    const { counts } = await runSweep({
      store,
      sweepId,
      spec,
      sampler: createSampler(spec, allowsFor(spec)),
      pruner: null,
      runner: createFakeRunner(),
      recipeFor: (params, replicate) => recipeFor(spec, params, replicate),
      provenance: PROVENANCE,
      files: folderFiles({
        folder,
        checkpointPath: (trialId) => join(folder, `${trialId}.safetensors`),
      }),
      snapshots: null,
      queue: { lanes: 1, limits: { bytes: 2 ** 32, trials: COHORT_TRIALS } },
      backward: 2,
      signal: new AbortController().signal,
    });
    const { metric } = spec;
    await store.readings.leaderboard(sweepId, {
      metric: metric.name,
      goal: metric.goal,
      rule: 'best',
    });
    if (counts.finished !== trials) throw new Error(`${counts.finished} of ${trials} finished`);
    return (performance.now() - started) / 1000;
  } finally {
    await store.close();
    rmSync(folder, { recursive: true });
  }
}

const PROVENANCE = {
  version: '',
  backend: 'none',
  backendVersion: '',
  device: 'none',
  threads: 1,
  exactness: '',
};
