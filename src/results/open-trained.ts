import { existsSync } from 'node:fs';
import { recipeFor } from '../config/recipe-for.js';
import { UsageError } from '../core/errors.js';
import type { Recipe } from '../core/recipe.js';
import type { Trial } from '../core/trial.js';
import { checkpointFile } from '../store/files.js';
import type { Store, SweepRow } from '../store/port.js';
import { findTrial } from './find-sweep.js';
import { bestReport, reportFields } from './metric.js';

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
export function openTrained(store: Store, db: string, wanted: string): Trained {
  const { trial, sweep } = findTrial(store, wanted);
  const checkpoint = checkpointFile(db, sweep.id, trial.id);
  if (!existsSync(checkpoint)) throw notKept(store, db, trial, sweep);
  const epoch = store.checkpointEpoch(trial.id);
  const { metric } = sweep.spec;
  const report =
    trial.reports.find((candidate) => candidate.epoch === epoch) ??
    bestReport(trial.reports, metric);
  return {
    trial,
    sweep,
    recipe: recipeFor(sweep.spec, trial.params),
    classNames: sweep.classNames ?? [],
    checkpoint,
    value: report ? reportFields(report)[metric.name] : null,
    epoch,
  };
}

function notKept(store: Store, db: string, trial: Trial, sweep: SweepRow): UsageError {
  if (trial.state === 'queued' || trial.state === 'running') {
    return new UsageError(`Trial ${trial.id} is ${trial.state}: it has no weights yet.`);
  }
  const kept = store
    .trials(sweep.id)
    .filter(({ id }) => existsSync(checkpointFile(db, sweep.id, id)))
    .map(({ id }) => id);
  const there =
    kept.length === 0
      ? 'none of its sweep are there'
      : `of its sweep those of trial ${kept.join(', ')} are there`;
  return new UsageError(
    `The weights of trial ${trial.id} are not there: a sweep keeps those of its best trials (\`keep: ${sweep.spec.keep}\` in its file), and ${there}.`,
  );
}
