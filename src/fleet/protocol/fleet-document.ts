import type { StepProgress } from '../../core/progress.js';

/** Who does what for a team: `thaw agents`. Times are milliseconds. */
export interface FleetDocument {
  readonly team: string;
  readonly agents: readonly FleetAgent[];
  readonly sweeps: readonly FleetSweep[];
  readonly budgets: readonly FleetBudget[];
}

export interface FleetAgent {
  readonly id: string;
  readonly name: string;
  readonly host: string;
  readonly device: string;
  readonly backend: string;
  /** `silent`: it gave no sign of life for longer than a lease lasts. */
  readonly state: 'idle' | 'working' | 'draining' | 'silent' | 'gone';
  /** Since its last sign of life. */
  readonly seenAgo: number;
  /** Null: it has none. */
  readonly lease: {
    readonly sweepId: number;
    readonly sweep: string;
    readonly trials: readonly number[];
    readonly runningFor: number;
    readonly progress: StepProgress | null;
  } | null;
}

export interface FleetSweep {
  readonly id: number;
  readonly name: string;
  readonly owner: string;
  readonly wanted: 'run' | 'pause' | 'cancel';
  readonly priority: number;
  /** Cohorts at agents, and those that wait for one. */
  readonly running: number;
  readonly queued: number;
  readonly secondsUsed: number;
  readonly budgetSeconds: number | null;
  /** Why it is not getting on, as a sentence; null: it is. */
  readonly waitsFor: string | null;
}

export interface FleetBudget {
  readonly owner: string;
  readonly secondsUsed: number;
  readonly seconds: number;
}
