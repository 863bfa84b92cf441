import type { z } from 'zod';
import type { Params, SearchSpace } from '../core/space.js';
import type { Trial } from '../core/trial.js';

/** Decides which point to try next. */
export interface Sampler {
  /**
   * The params of trial `number`, or undefined once nothing is left to try.
   *
   * Pure: the same number and history give the same answer, which is what makes a sweep resumable.
   * `history` holds trials in final states, by ascending number.
   */
  suggest(number: number, history: readonly Trial[]): Params | undefined;
  /**
   * Number of distinct points, if finite: how many trials there will be without a `run_cap`. Fewer
   * only where `allows` refuses some of them.
   */
  readonly size: number | null;
  /**
   * True: suggestions depend on `history`, so each is asked for when a worker is free. Else all
   * rows are laid down ahead.
   */
  readonly adaptive?: boolean;
}

export interface SamplerDef<
  Type extends string = string,
  Options extends z.ZodObject = z.ZodObject,
> {
  readonly type: Type;
  /** One line for `--help` and the sweep file's schema. */
  readonly summary: string;
  readonly options: Options;
  create(setup: SamplerSetup<z.infer<Options>>): Sampler;
}

export interface SamplerSetup<Options> {
  readonly space: SearchSpace;
  readonly seed: number;
  readonly order: 'declared' | 'shuffled';
  readonly options: Options;
  /** False for a drawn point that no trial could use (a `normal` rate below 0): draw again. */
  readonly allows: (params: Params) => boolean;
}

export function defineSampler<const Type extends string, Options extends z.ZodObject>(
  def: SamplerDef<Type, Options>,
): SamplerDef<Type, Options> {
  return def;
}
