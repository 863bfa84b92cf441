import type { BackendInfo } from '../../core/backend-info.js';
import type { Board } from '../../results/statistics/board.js';
import type { Failure, SweepRow } from '../../store/port.js';
import type { SweepResult } from '../../sweep/sweep-result.js';

/** How a run of a sweep ended. */
export type SweepEnd =
  /** The user stopped it; trials remain. */
  | { readonly how: 'interrupted'; readonly sweep: SweepRow; readonly result: SweepResult }
  | ({ readonly how: 'ended' } & EndedSweep)
  /** Nothing remained to be run. */
  | { readonly how: 'before'; readonly leaderboard: Board };

export interface EndedSweep {
  readonly result: SweepResult;
  readonly leaderboard: Board;
  /** The first trial that failed; null: none did. */
  readonly failure: Failure | null;
  /** As messages call it. */
  readonly database: string;
  /** Absolute paths of the weights that are kept, the best trial's first. */
  readonly files: readonly string[];
  /** Trials that are among the best, and whose weights are not there. */
  readonly without: readonly number[];
  /** What it took. */
  readonly seconds: {
    readonly download: number;
    readonly images: number;
    readonly training: number;
  };
  readonly backend: BackendInfo;
  readonly workers: number;
  /** False: each trial trained alone. */
  readonly sharing: boolean;
}
