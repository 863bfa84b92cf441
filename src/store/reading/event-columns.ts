import type { EventRow } from '../rows.js';

/** What of a row of `events` is read. */
export interface EventColumns {
  readonly id: number;
  readonly at: string;
  readonly trial_id: number | null;
  readonly kind: string;
  readonly message: string;
}

export function toEvent({ id, at, trial_id: trialId, kind, message }: EventColumns): EventRow {
  return { id, at, trialId, kind, message };
}
