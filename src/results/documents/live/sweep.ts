import type { Json } from '../../../core/json.js';
import type { Goal, MetricName } from '../../../core/metric.js';
import type { Distribution } from '../../../core/space.js';
import { listedValues } from '../../../core/space.js';
import type { Objective } from '../../../core/study/objective.js';
import type { StateCounts } from '../../../core/trial-state.js';
import type { SweepRow, SweepState } from '../../../store/port.js';

/** One sweep: what it is, and how far. */
export interface SweepDocument {
  /** Id. */
  readonly sweep: number;
  readonly name: string;
  readonly description: string | null;
  readonly state: SweepState;
  /** Whether somebody paused or cancelled it, on machines that share results; null: nobody did. */
  readonly rests: 'paused' | 'cancelled' | null;
  readonly trials: StateCounts;
  readonly metric: MetricName;
  readonly goal: Goal;
  readonly objectives: readonly Objective[];
  /** The sampler's type, the pruner's (null: none) with its options. */
  readonly sampler: string;
  readonly pruner: Readonly<Record<string, Json>> | null;
  /** Epochs, from 0, at which the pruner compares; empty: at all, or there is none. */
  readonly rungs: readonly number[];
  /** In the sweep file's order; those with one value are `varies: false`. */
  readonly parameters: readonly ParameterEntry[];
  readonly run_cap: number | null;
  readonly time: SweepTime;
  /** Where the file sets no other. */
  readonly epochs: number;
  readonly backend: string | null;
  /** ISO 8601, in UTC. */
  readonly created_at: string;
  /** The sweep file's text, as it was. */
  readonly source: string;
}

export interface SweepTime {
  /** In which some trial ran, pauses left out, up to the last report. */
  readonly ran_seconds: number;
  /** Trials there are to be, at most; null: until the sampler has no more. */
  readonly trials: number | null;
  /** Null: too little has run, or nobody knows how many trials there are to be. */
  readonly left_seconds: number | null;
  /** What `left_seconds` takes for granted, as a sentence goes on; null: nothing. */
  readonly assumes: string | null;
}

export interface ParameterEntry {
  readonly name: string;
  readonly varies: boolean;
  /** How its axis runs; `category`: in the order of `values`. */
  readonly scale: 'linear' | 'log' | 'category';
  /** Of an axis of numbers; null: not bounded, or of no numbers. */
  readonly low: number | null;
  readonly high: number | null;
  /** What the file lists, in its order; null: it is drawn or derived. */
  readonly values: readonly Json[] | null;
  /** Only some points have it. */
  readonly conditional: boolean;
}

/** `rungs`: as the sweep's pruner has them. */
export function sweepDocument(
  sweep: SweepRow,
  rungs: readonly number[],
  time: SweepTime,
): SweepDocument {
  const { spec } = sweep;
  return {
    sweep: sweep.id,
    name: sweep.name,
    description: spec.description,
    state: sweep.state,
    rests: sweep.rests ?? null,
    trials: sweep.counts,
    metric: spec.metric.name,
    goal: spec.metric.goal,
    objectives: spec.objectives,
    sampler: spec.method.type,
    pruner: spec.earlyTerminate,
    rungs,
    parameters: Object.entries(spec.space).map(([name, each]) => parameterEntry(name, each)),
    run_cap: spec.runCap,
    time,
    epochs: spec.defaults.epochs,
    backend: sweep.backend,
    created_at: sweep.createdAt,
    source: sweep.source,
  };
}

function parameterEntry(name: string, distribution: Distribution): ParameterEntry {
  const values = listedValues(distribution) ?? null;
  const numbers = values?.every((value) => typeof value === 'number') ? values : null;
  return {
    name,
    varies: distribution.kind !== 'constant',
    scale: scaleOf(distribution, values, numbers),
    ...rangeOf(distribution, numbers),
    values,
    conditional: distribution.when !== undefined,
  };
}

/** Listed numbers whose steps are factors rather than differences are on a log axis. */
function scaleOf(
  distribution: Distribution,
  values: readonly Json[] | null,
  numbers: readonly number[] | null,
): ParameterEntry['scale'] {
  if (values) {
    if (!numbers || numbers.length < 2) return 'category';
    const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
    return low > 0 && high / low >= 10 ? 'log' : 'linear';
  }
  switch (distribution.kind) {
    case 'uniform':
      return distribution.scale !== 'linear' && distribution.low > 0 ? 'log' : 'linear';
    case 'normal':
      return distribution.log ? 'log' : 'linear';
    default:
      return 'linear';
  }
}

function rangeOf(distribution: Distribution, numbers: readonly number[] | null) {
  if (numbers) return { low: Math.min(...numbers), high: Math.max(...numbers) };
  const { kind } = distribution;
  if (kind === 'uniform' || kind === 'int_uniform') {
    return { low: distribution.low, high: distribution.high };
  }
  return kind === 'beta' ? { low: 0, high: 1 } : { low: null, high: null };
}
