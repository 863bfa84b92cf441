/** When snapshots are taken; null for a time: not by the clock. */
export interface SnapshotRule {
  /** At the end of every epoch that took long enough to be worth it. */
  readonly epochs: boolean;
  /** Milliseconds between two, inside epochs too. */
  readonly everyMs: number;
  /** Bytes that those of a sweep may take together; null: any. */
  readonly maxBytes: number | null;
}

/** Where a sweep says nothing: every epoch, and every ten minutes inside long ones. */
export const DEFAULT_RULE: SnapshotRule = { epochs: true, everyMs: 600_000, maxBytes: null };
