import type { MadeOf } from '../core/prints/fingerprint.js';
import type { Provenance } from '../core/provenance.js';
import type { Recipe } from '../core/recipe.js';
import type { SnapshotRule } from '../core/snapshots/snapshot-rule.js';
import type { Params } from '../core/space.js';
import type { SweepSpec } from '../core/sweep.js';
import type { PlannerOptions } from '../plan/plan-cohorts.js';
import type { Pruner } from '../search/pruner.js';
import type { Sampler } from '../search/sampler.js';
import type { Store } from '../store/port.js';
import type { SweepFiles } from './files/sweep-files.js';
import type { SweepObserver } from './observer.js';
import type { LaneCount } from './runners/lanes.js';
import type { CohortRunner } from './runners/runner.js';

export interface QueueOptions extends PlannerOptions, Pick<LaneCount, 'onChange'> {
  /** Cohorts beyond the lanes that are handed to the runner, to wait for a worker. Absent: none. */
  readonly ahead?: number;
}

/** All that running a sweep takes. */
export interface SweepParts {
  readonly store: Store;
  readonly sweepId: number;
  readonly spec: SweepSpec;
  readonly sampler: Sampler;
  /** Null: none. */
  readonly pruner: Pruner | null;
  /** Not closed here. */
  readonly runner: CohortRunner;
  /** What this run runs by and on. */
  readonly provenance: Provenance;
  /** The same of one of its workers, where they differ. */
  readonly provenanceOf?: (worker: number) => Provenance;
  /** What its trials are made of from now on; absent: not known. */
  readonly made?: MadeOf;
  /** @throws the params make no recipe. */
  readonly recipeFor: (params: Params, replicate: number) => Recipe;
  /** Why a stored recipe cannot be trained, as the end of a sentence; null: it can. */
  readonly recipeFault?: (recipe: Recipe) => string | null;
  readonly files: SweepFiles;
  /** When snapshots are taken of what trains; null: never. */
  readonly snapshots: SnapshotRule | null;
  /** Cohorts that run at once, and how large they may be; may change while it runs. */
  readonly queue: QueueOptions;
  /** Milliseconds of `budget.wall` that earlier runs have used; absent: none. */
  readonly wallUsed?: number;
  /** Time of a backward pass over that of its forward pass, on the backend at hand. */
  readonly backward: number;
  /** Aborts at Ctrl-C: running trials stop after their step and are queued again. */
  readonly signal: AbortSignal;
  /** Aborts when another process is to go on, cohorts that run included: only where they can be left. */
  readonly leave?: AbortSignal;
  /**
   * Aborts when the machines' time is used up that the sweep may take; its reason says so, as what
   * stands in brackets. What runs then stops or finishes as `budget.on_wall` says.
   */
  readonly spent?: AbortSignal;
  /** Bytes that the sweep's files take now; absent: not known. */
  readonly diskUsed?: () => number;
  /**
   * Writes what belongs to a sweep beside its rows, once the trials have ended; resolves to what
   * could not be written, as a sentence's end, or null. Not called where the user stopped the sweep.
   */
  readonly finish?: () => Promise<string | null>;
  readonly observer?: SweepObserver;
  /** Milliseconds of the first pause before a try again. Default: two seconds. */
  readonly firstPause?: number;
}
