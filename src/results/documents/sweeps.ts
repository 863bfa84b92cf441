import type { Goal, MetricName } from '../../core/metric.js';
import type { StateCounts } from '../../core/trial-state.js';
import type { SweepRow, SweepState } from '../../store/port.js';

/** `thaw sweeps --format json`. */
export interface SweepsDocument {
  /** Latest first. */
  readonly sweeps: readonly SweepEntry[];
}

export interface SweepEntry {
  /** Id. */
  readonly sweep: number;
  readonly name: string;
  readonly state: SweepState;
  /** Whether somebody paused or cancelled it, on machines that share results; null: nobody did. */
  readonly rests: 'paused' | 'cancelled' | null;
  /** How many are in each state. */
  readonly trials: StateCounts;
  readonly metric: MetricName;
  readonly goal: Goal;
  /** The backend that `auto` became; null until known. */
  readonly backend: string | null;
  /** ISO 8601, in UTC. */
  readonly created_at: string;
  /** Absolute path of the sweep file, as it was. */
  readonly file: string;
}

export function sweepsDocument(sweeps: readonly SweepRow[]): SweepsDocument {
  return {
    sweeps: sweeps.map((sweep) => ({
      sweep: sweep.id,
      name: sweep.name,
      state: sweep.state,
      rests: sweep.rests ?? null,
      trials: sweep.counts,
      metric: sweep.spec.metric.name,
      goal: sweep.spec.metric.goal,
      backend: sweep.backend,
      created_at: sweep.createdAt,
      file: sweep.file,
    })),
  };
}
