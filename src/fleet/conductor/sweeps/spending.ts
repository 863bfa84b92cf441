import { formatDuration } from '../../../core/words/format-duration.js';

/** What a sweep and all sweeps of its owner took of machines, in device-seconds, and may take. */
export interface Spending {
  readonly owner: string;
  readonly sweepSeconds: number;
  /** Null: any. */
  readonly sweepLimit: number | null;
  readonly ownerSeconds: number;
  readonly ownerLimit: number | null;
}

/** Which limit is reached, as what stands in brackets: `1 h of 1 h for this sweep`; null: none. */
export function spentText(spending: Spending): string | null {
  const { owner, sweepSeconds, sweepLimit, ownerSeconds, ownerLimit } = spending;
  if (sweepLimit !== null && sweepSeconds >= sweepLimit) {
    return `${timeText(sweepSeconds)} of ${timeText(sweepLimit)} for this sweep`;
  }
  if (ownerLimit !== null && ownerSeconds >= ownerLimit) {
    return `${timeText(ownerSeconds)} of ${timeText(ownerLimit)} for all sweeps of ${owner}`;
  }
  return null;
}

function timeText(seconds: number): string {
  return formatDuration(Math.round(seconds) * 1000);
}

/** Why a sweep waits whose limit is reached. */
export function spentSentence(spent: string): string {
  return `its time on machines is used up (${spent}); it goes on once it may take more`;
}
