import type { z } from 'zod';
import type { Metric } from '../core/metric.js';
import type { Curves } from './curves.js';
import type { Note } from './note.js';

/** Stops unpromising trials. */
export interface Pruner {
  /**
   * What becomes of the trials of a rung: all of a cohort that have just reported the same epoch.
   * One decision for each, in the rung's order.
   *
   * Pure. `curves` holds every curve of the sweep, the rung's already among them, so that a decision
   * depends neither on a trial's place in its rung nor on the company it is judged in. Trials that
   * share their training are trials all the same, and each of them counts.
   *
   * Trials that were paused are judged again as other curves grow, in one rung whatever they have reported:
   * `continue` promotes them, `stop` ends them. Once nothing is awaited any more at an epoch
   * (`curves.awaited`), those paused there are not paused again.
   */
  judge(rung: readonly Curve[], curves: Curves): readonly Decision[];
  /** Trials that are about to begin are judged, too: without losses, by what others came to. */
  readonly beforehand?: boolean;
}

/** A trial's losses by epoch: lower is better whatever the metric's goal, none of them NaN. */
export interface Curve {
  readonly number: number;
  readonly losses: readonly number[];
}

export type Decision =
  | { readonly action: 'continue' }
  /** `reason`: what was compared, in the metric's own sign; a clause without a full stop. */
  | { readonly action: 'pause' | 'stop'; readonly reason: string };

export interface PrunerDef<
  Type extends string = string,
  Options extends z.ZodObject = z.ZodObject,
> {
  readonly type: Type;
  /** One line for `--help` and the sweep file's schema. */
  readonly summary: string;
  readonly options: Options;
  /** What is of no use in this sweep. */
  check?(options: z.infer<Options>, sweep: PrunedSweep): readonly Note[];
  /**
   * Epochs, from 0, whose values it compares, of trials of so many epochs; empty, or absent: those of
   * all.
   */
  rungs?(options: z.infer<Options>, epochs: number): readonly number[];
  create(setup: PrunerSetup<z.infer<Options>>): Pruner;
}

/** What a pruner may say something of before it runs. */
export interface PrunedSweep {
  /** Of the longest trial. */
  readonly epochs: number;
  /** Whether trials that were paused go on from where they were. */
  readonly checkpoints: boolean;
  /** Runs of a point, at most. */
  readonly runs: number;
}

export interface PrunerSetup<Options> {
  readonly options: Options;
  /** What the losses come from: how reasons speak of them. */
  readonly metric: Metric;
}

export function definePruner<const Type extends string, Options extends z.ZodObject>(
  def: PrunerDef<Type, Options>,
): PrunerDef<Type, Options> {
  return def;
}
