import type { Goal, MetricName } from '../../../core/metric.js';
import type { StateCounts } from '../../../core/trial-state.js';
import type { Advice } from '../../advice/advice.js';
import type { Evidence } from '../../advice/evidence.js';

/** `thaw advise --format json`. */
export interface AdviseDocument {
  /** Id. */
  readonly sweep: number;
  readonly name: string;
  readonly metric: MetricName;
  readonly goal: Goal;
  readonly trials: StateCounts;
  /** Finished points that rules looked at. */
  readonly points: number;
  /** Largest expected gain first; all of it. */
  readonly advice: readonly Advice[];
  /** What `--apply` wrote; null: it was not asked to. */
  readonly written: {
    readonly file: string;
    readonly applied: readonly string[];
    readonly left_out: readonly { readonly rule: string; readonly why: string }[];
  } | null;
  /**
   * The sweep file as `--all --apply` would write it; null: no advice is for a file, or the stored one
   * is not valid any more.
   */
  readonly next: string | null;
}

/** Advice, and what was made of it. */
export interface Advised {
  readonly evidence: Evidence;
  readonly advice: readonly Advice[];
  readonly written: {
    readonly file: string;
    readonly applied: readonly string[];
    readonly leftOut: readonly { readonly rule: string; readonly why: string }[];
  } | null;
  readonly next: string | null;
}

export function adviseDocument({ evidence, advice, written, next }: Advised): AdviseDocument {
  const { sweep, counts, points } = evidence;
  return {
    sweep: sweep.id,
    name: sweep.name,
    metric: sweep.spec.metric.name,
    goal: sweep.spec.metric.goal,
    trials: counts,
    points: points.length,
    advice,
    written: written && {
      file: written.file,
      applied: written.applied,
      left_out: written.leftOut,
    },
    next,
  };
}
