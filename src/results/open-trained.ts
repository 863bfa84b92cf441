import { existsSync } from 'node:fs';
import { UsageError } from '../core/errors.js';
import type { Recipe } from '../core/recipe.js';
import type { Trial } from '../core/trial.js';
import { checkpointFile } from '../store/files.js';
import type { SweepRow } from '../store/port.js';
import type { Database } from './database.js';
import { findTrial } from './find-trial.js';
import { recipeOf } from './recipe-of.js';
import { bestReport } from './report-fields.js';

/** A trial whose weights are there. */
export interface Trained {
  readonly trial: Trial;
  readonly sweep: SweepRow;
  readonly recipe: Recipe;
  readonly classNames: readonly string[];
  readonly checkpoint: string;
  /** Of the epoch whose weights were kept. */
  readonly value: number | null;
  readonly epoch: number | null;
}

/**
 * @throws {UsageError} no such trial, or its weights were not kept.
 */
export async function openTrained(database: Database, wanted: string): Promise<Trained> {
  const { store, file } = database;
  const { trial, sweep } = await findTrial(store, wanted);
  const checkpoint = checkpointFile(file, sweep.id, trial.id);
  if (!existsSync(checkpoint)) throw await notKept(database, trial, sweep);
  const epoch = await store.readings.checkpointEpoch(trial.id);
  const { metric } = sweep.spec;
  const report =
    trial.reports.find((candidate) => candidate.epoch === epoch) ??
    bestReport(trial.reports, metric);
  return {
    trial,
    sweep,
    recipe: recipeOf(trial),
    classNames: sweep.classNames ?? [],
    checkpoint,
    value: report ? report.metrics[metric.name] : null,
    epoch,
  };
}

async function notKept(
  { store, file }: Database,
  trial: Trial,
  sweep: SweepRow,
): Promise<UsageError> {
  if (trial.state === 'queued' || trial.state === 'running') {
    return new UsageError(`Trial ${trial.id} is ${trial.state}: it has no weights yet.`);
  }
  const kept = (await store.readings.withCheckpoint(sweep.id)).filter((id) =>
    existsSync(checkpointFile(file, sweep.id, id)),
  );
  const there =
    kept.length === 0
      ? 'none of this sweep are on disk'
      : `those of ${kept.length === 1 ? 'trial' : 'trials'} ${kept.join(', ')} are on disk`;
  return new UsageError(
    `The weights of trial ${trial.id} are not on disk: a sweep keeps only those of its best trials (\`keep: ${sweep.spec.keep}\` in its file), and ${there}.`,
  );
}
