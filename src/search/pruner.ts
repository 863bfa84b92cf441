import type { z } from 'zod';

/** A trial as a pruner sees it: losses per epoch, lower is better whatever the metric's goal. */
export interface Curve {
  readonly number: number;
  /** Whether the trial has ended by itself (not stopped, failed or diverged). */
  readonly finished: boolean;
  readonly losses: readonly number[];
}

/** Stops unpromising trials. */
export interface Pruner {
  /** Asked after each report: should `trial` stop here? Pure. `peers` are the sweep's others. */
  shouldStop(trial: Curve, peers: readonly Curve[]): boolean;
}

export interface PrunerDef<
  Type extends string = string,
  Options extends z.ZodObject = z.ZodObject,
> {
  readonly type: Type;
  /** One line for `--help` and the sweep file's schema. */
  readonly summary: string;
  readonly options: Options;
  create(options: z.infer<Options>): Pruner;
}

export function definePruner<const Type extends string, Options extends z.ZodObject>(
  def: PrunerDef<Type, Options>,
): PrunerDef<Type, Options> {
  return def;
}
