import type { TestRow } from '../rows.js';

/** A row of `tests`. */
export interface TestColumns {
  readonly trial_id: number;
  readonly at: string;
  readonly images: number;
  readonly loss: number | null;
  readonly accuracy: number | null;
}

export function toTest(row: TestColumns): TestRow {
  return {
    trialId: row.trial_id,
    at: row.at,
    images: row.images,
    loss: row.loss ?? Number.NaN,
    accuracy: row.accuracy ?? Number.NaN,
  };
}
