import type { Provenance } from '../../core/provenance.js';
import type { SerializedError } from '../../core/trial.js';
import type { AttemptRow } from '../rows.js';
import { readOr, SHAPES } from './documents.js';

/** What of a row of `attempts` is read. */
export interface AttemptColumns {
  readonly id: number;
  readonly trial_id: number;
  readonly state: AttemptRow['state'];
  readonly started_at: string;
  readonly ended_at: string | null;
  /** JSON. */
  readonly error: string | null;
  /** JSON. */
  readonly provenance: string | null;
  readonly cohort: string | null;
}

/** `onDamage`: told of what cannot be read, where the rest can. */
export function toAttempt(row: AttemptColumns, onDamage: (message: string) => void): AttemptRow {
  const what = `what an attempt of trial ${row.trial_id} ran on`;
  return {
    id: row.id,
    trialId: row.trial_id,
    state: row.state,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    error: readError(row.error, row.trial_id, onDamage),
    cohort: row.cohort,
    provenance:
      row.provenance === null
        ? null
        : readOr<Provenance | null>(null, onDamage, row.provenance, SHAPES.provenance, what),
  };
}

/** Why an attempt ended; null: nothing is known. */
export function readError(
  json: string | null,
  trialId: number,
  onDamage: (message: string) => void,
): SerializedError | null {
  if (json === null) return null;
  return readOr(null, onDamage, json, SHAPES.error, `an error of trial ${trialId}`);
}

/** What a sweep's latest attempt ran on, where it says so of itself. */
export function toRanOn(
  row: AttemptColumns | undefined,
  onDamage: (message: string) => void,
): Provenance | null {
  const provenance = row ? toAttempt(row, onDamage).provenance : null;
  return provenance?.exactness ? provenance : null;
}
