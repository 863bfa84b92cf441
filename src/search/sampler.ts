import type { z } from 'zod';
import type { Params, SearchSpace } from '../core/space.js';
import type { Note } from './note.js';
import type { Coordinates } from './spaces/coordinates.js';
import type { Study } from './study.js';

/** Decides which points to try next. */
export interface Sampler {
  /**
   * The params of trials `first` to `first + count - 1`; fewer: nothing more is left to try.
   *
   * Pure in what is asked and in the setup (space, seed, options): whoever asks the same again gets
   * the same, which is what makes a sweep resumable.
   */
  suggest(ask: Ask): readonly Params[];
}

export interface Ask {
  readonly first: number;
  readonly count: number;
  readonly study: Study;
}

export interface SamplerDef<
  Type extends string = string,
  Options extends z.ZodObject = z.ZodObject,
> {
  readonly type: Type;
  /** One line for `--help` and the sweep file's schema. */
  readonly summary: string;
  readonly options: Options;
  /**
   * True: suggestions depend on the study, so few are asked for at a time, and what they saw is
   * stored. False: only on the trials' numbers, so that all rows may be laid down ahead.
   */
  readonly looks: boolean;
  /** `possible`: it learns from all metrics where there are several; `expected`: it is made for that. */
  readonly several?: 'possible' | 'expected';
  /** True: its points have an order of their own, which `order: shuffled` shuffles. */
  readonly ordered?: boolean;
  /**
   * Number of distinct points, which is how many trials there are without `run_cap`; null: it never
   * ends by itself, and `run_cap` is demanded. Fewer come only where `allows` refuses some.
   */
  size(space: SearchSpace): number | null;
  /**
   * What it can't use of a space, or would waste of `run_cap` (null: none is given). `allowed`: how
   * many of its points there are, where some are refused and they were counted.
   */
  check?(
    space: SearchSpace,
    runCap: number | null,
    order: 'declared' | 'shuffled',
    allowed?: number,
  ): readonly Note[];
  create(setup: SamplerSetup<z.infer<Options>>): Sampler;
}

export interface SamplerSetup<Options> {
  readonly space: SearchSpace;
  /** The space as numbers. */
  readonly coordinates: Coordinates;
  readonly seed: number;
  readonly order: 'declared' | 'shuffled';
  readonly options: Options;
  /**
   * False for a drawn point that no trial could use (a `normal` rate below 0), or that a constraint
   * refuses: draw again.
   */
  readonly allows: (params: Params) => boolean;
  /** True: it may refuse points whose values are each right (`spaces/constrained.ts`). */
  readonly constrained?: boolean;
  /** What training a point costs; null: that is not to be looked at. */
  readonly cost: CostOf | null;
}

/**
 * What training a point takes, in seconds of an unnamed machine, beside points that wait to be trained
 * or train now: less where they share a trunk. Positive. Pure.
 */
export type CostOf = (params: Params, beside: readonly Params[]) => number;

export function defineSampler<const Type extends string, Options extends z.ZodObject>(
  def: SamplerDef<Type, Options>,
): SamplerDef<Type, Options> {
  return def;
}
