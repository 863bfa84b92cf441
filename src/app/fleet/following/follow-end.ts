import type { FleetSweep } from '../../../fleet/protocol/fleet-document.js';
import type { Board } from '../../../results/statistics/board.js';
import type { EventRow, Failure, SweepRow } from '../../../store/port.js';

/** How it ended to follow a sweep that other machines train. */
export type FollowEnd =
  /** The user left; the sweep goes on. */
  | { readonly how: 'left'; readonly sweep: SweepRow }
  /** Somebody paused or cancelled it: trials remain. */
  | { readonly how: 'held'; readonly sweep: SweepRow; readonly wanted: 'pause' | 'cancel' }
  | ({ readonly how: 'ended' } & FollowedSweep);

export interface FollowedSweep {
  readonly sweep: SweepRow;
  /** One sentence. */
  readonly message: string;
  readonly leaderboard: Board;
  /** The first trial that failed; null: none did. */
  readonly failure: Failure | null;
  /** Where its results are, as it may be shown. */
  readonly store: string;
  /** Device-seconds that it took; null: not known. */
  readonly deviceSeconds: number | null;
  /** Trials whose weights were kept. */
  readonly kept: readonly number[];
}

/** What is known of a sweep at one look. */
export interface Looked {
  readonly sweep: Pick<SweepRow, 'state' | 'counts'>;
  /** As it was before the row; null: it wants no machines, and has none. */
  readonly fleet: Pick<FleetSweep, 'wanted' | 'running'> | null;
  /** How a run of it ended since it is followed, as an event; null: none did. */
  readonly concluded: Pick<EventRow, 'kind' | 'message'> | null;
}

/** What nobody goes on after by himself. */
const FINAL = new Set(['budget', 'disk', 'machine', 'failures']);

/** Kinds of events that say how a run of a sweep ended. */
export const CONCLUSIONS: ReadonlySet<string> = new Set([
  ...FINAL,
  ...['signal', 'finished', 'interrupted', 'failed'],
]);

/**
 * Whether there is nothing more to follow; null: there is. A sweep that no gateway attends at the
 * moment counts as interrupted, and goes on when one comes.
 */
export function endLooked({
  sweep,
  fleet,
  concluded,
}: Looked): 'ended' | 'pause' | 'cancel' | null {
  if (sweep.state === 'finished' || sweep.state === 'failed') return 'ended';
  if (sweep.state === 'running') return null;
  // It rests from then on, too, though nobody asked for that.
  if (concluded && FINAL.has(concluded.kind)) return 'ended';
  if (!fleet) return 'cancel';
  return fleet.wanted !== 'run' && fleet.running === 0 ? fleet.wanted : null;
}
