import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { METRIC_NAMES } from '../../core/metric.js';
import { recipeDocument } from '../../results/documents/recipe.js';
import { bestMetrics } from '../sweep/best-metrics.js';
import type { ExportedTrial, SweepResults } from '../sweep/sweep-results.js';
import { UPLOAD_SCRIPT } from './upload-script.js';

/**
 * Writes a folder with a line of JSON for each trial, what the sweep was, and a script that sends both
 * with W&B's own package: its files and its interface are none that others could rely on.
 */
export async function writeWandb(results: SweepResults, output: string): Promise<void> {
  const { sweep, version } = results;
  const { spec } = sweep;
  mkdirSync(output);
  const about = {
    ...{ sweep: sweep.id, name: sweep.name, state: sweep.state, created_at: sweep.createdAt },
    ...{ method: spec.method, metric: spec.metric, objectives: spec.objectives },
    ...{ early_terminate: spec.earlyTerminate, run_cap: spec.runCap },
    ...{ file: sweep.source, thaw: version },
  };
  writeFileSync(join(output, 'sweep.json'), `${JSON.stringify(about, null, 2)}\n`);
  writeFileSync(join(output, 'upload.py'), UPLOAD_SCRIPT);
  const file = await open(join(output, 'trials.jsonl'), 'wx');
  try {
    for await (const trial of results.trials()) {
      await file.write(`${JSON.stringify(lineOf(trial, results))}\n`);
    }
  } finally {
    await file.close();
  }
}

function lineOf(trial: ExportedTrial, { sweep }: SweepResults) {
  const { row, recipe, reports, startedAt, endedAt, error } = trial;
  const best = bestMetrics(row, sweep.spec.objectives).map(([name, value]) => [name, known(value)]);
  return {
    id: runId(row.trial, sweep),
    name: `trial-${row.trial}`,
    state: row.state,
    config: row.params,
    thaw: {
      ...{ trial: row.trial, number: row.number + 1, point: row.point + 1 },
      ...{ replicate: row.replicate, seconds: row.seconds, reason: error?.message ?? null },
      started_at: startedAt?.toISOString() ?? null,
      ended_at: endedAt?.toISOString() ?? null,
      recipe: recipe && recipeDocument(recipe),
    },
    history: reports.map(({ epoch, metrics, learningRate }) => ({
      epoch,
      ...Object.fromEntries(METRIC_NAMES.map((name) => [name, known(metrics[name])])),
      learning_rate: known(learningRate),
    })),
    summary: { ...Object.fromEntries(best), best_epoch: row.epoch },
  };
}

/** The same for the same trial, and for no other of any database. */
function runId(trial: number, { id, createdAt, name }: SweepResults['sweep']): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([id, createdAt, name]))
    .digest('hex');
  return `thaw-${digest.slice(0, 12)}-${trial}`;
}

/** JSON has no NaN; the script makes one of this. */
function known(value: number): number | 'NaN' {
  return Number.isFinite(value) ? value : 'NaN';
}
