import { UsageError } from '../core/errors.js';
import type { KeptFile, MadeOf } from '../core/prints/fingerprint.js';
import type { Recipe } from '../core/recipe.js';
import type { Trial } from '../core/trial.js';
import type { SweepRow } from '../store/port.js';
import type { Database } from './database.js';
import { findTrial } from './find-trial.js';
import { recipeOf } from './recipe-of.js';
import { bestReport } from './report-fields.js';

/** A trial whose weights are there: its checkpoint, its whole network, or both. */
export interface Trained {
  readonly trial: Trial;
  readonly sweep: SweepRow;
  readonly recipe: Recipe;
  /** Null: an older program did not keep what it was made of. */
  readonly made: MadeOf | null;
  /** Its own, in label order. */
  readonly classNames: readonly string[];
  readonly checkpoint: KeptFile | null;
  readonly network: KeptFile | null;
  /** Of the epoch whose weights were kept. */
  readonly value: number | null;
  readonly epoch: number | null;
}

/**
 * @throws {UsageError} no such trial, or its weights were not kept.
 */
export async function openTrained(database: Database, wanted: string): Promise<Trained> {
  const { store, files } = database;
  const { trial, sweep } = await findTrial(store, wanted);
  const digests = await store.readings.digests(trial.id);
  const key = { sweep: sweep.id, trial: trial.id };
  const { checkpoint, network } = await files.bring(key, digests);
  // A network of a program that keeps digests, but without one, is of an attempt before.
  const isTheirs = network?.digest !== null || digests.checkpoint === null;
  if (!checkpoint && !(network && isTheirs)) throw await notKept(database, trial, sweep);
  const made = await store.readings.madeOf(trial.id);
  const epoch = await store.readings.checkpointEpoch(trial.id);
  const { metric } = sweep.spec;
  const report =
    trial.reports.find((candidate) => candidate.epoch === epoch) ??
    bestReport(trial.reports, metric);
  return {
    trial,
    sweep,
    recipe: recipeOf(trial),
    made,
    classNames: made?.fingerprint.classNames ?? [],
    checkpoint,
    network: isTheirs ? network : null,
    value: report ? report.metrics[metric.name] : null,
    epoch,
  };
}

async function notKept(
  { store: { readings }, files }: Database,
  trial: Trial,
  sweep: SweepRow,
): Promise<UsageError> {
  if (trial.state === 'queued' || trial.state === 'running') {
    return new UsageError(`Trial ${trial.id} is ${trial.state}: it has no weights yet.`);
  }
  if ((await readings.checkpointEpoch(trial.id)) !== null) {
    return new UsageError(files.lost({ sweep: sweep.id, trial: trial.id }));
  }
  const kept: number[] = [];
  for (const id of await readings.withCheckpoint(sweep.id)) {
    const { checkpoint } = files.find({ sweep: sweep.id, trial: id }, await readings.digests(id));
    if (checkpoint !== null) kept.push(id);
  }
  const there =
    kept.length === 0
      ? 'none of this sweep are on disk'
      : `those of ${kept.length === 1 ? 'trial' : 'trials'} ${kept.join(', ')} are on disk`;
  return new UsageError(
    `The weights of trial ${trial.id} are not on disk: a sweep keeps only those of its best trials (\`keep: ${sweep.spec.keep}\` in its file), and ${there}.`,
  );
}
