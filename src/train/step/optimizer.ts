import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import type { Kernels, Tf } from '../../device/kernels.js';

/**
 * The numbers of one step. `momentum` overrides the option (`momentum`, or the first of `betas`)
 * where a schedule cycles it; an optimizer that has none does as without.
 */
export interface StepRates {
  readonly lr: number;
  readonly momentum?: number;
  /** Steps taken before this one, from 0. */
  readonly step: number;
}

/** What a step's arithmetic takes besides tensors, by name. */
export type StepNumbers = Readonly<Record<string, number>>;

/** The same where it is used: numbers, or tensors [] that a compiled program is given anew each step. */
export type Operands = Readonly<Record<string, number | Scalar>>;

/**
 * One tensor's new value and its new slots (momentum buffer, moments), in `OptimizerDef.slots`'
 * order.
 */
export interface Update {
  readonly value: Tensor;
  readonly slots: readonly Tensor[];
}

/** PyTorch's update rule for one tensor, as two pure functions. */
export interface Optimizer {
  /**
   * All numbers of a step: the rates, and every option that is one, so that a compiled step serves
   * trials that differ in them. Which of them there are may depend on the rates; where it does, so does
   * what `update` computes.
   */
  numbers(rates: StepRates): StepNumbers;
  /**
   * `slots` is empty before the first step; `numbers` gave `operands`. Returns new tensors, disposes
   * none; runs inside the caller's `tidy`.
   */
  update(
    tf: Tf,
    value: Tensor,
    gradient: Tensor,
    slots: readonly Tensor[],
    operands: Operands,
  ): Update;
  /**
   * The same step for several tensors at once through the backend's own op, or null where it has
   * none that fits. If it makes the step it takes over, and disposes, each `value` and its `slots`.
   * Runs inside the caller's `tidy`.
   */
  fused?(
    kernels: Kernels,
    tensors: readonly {
      readonly value: Tensor;
      readonly gradient: Tensor;
      readonly slots: readonly Tensor[];
    }[],
    rates: StepRates,
  ): readonly Update[] | null;
}

export interface OptimizerDef<
  Type extends string = string,
  Options extends z.ZodObject = z.ZodObject,
> {
  readonly type: Type;
  /** PyTorch's option names and defaults, `lr` left out; `weight_decay` is always among them. */
  readonly options: Options;
  /**
   * PyTorch's names of what it keeps for each tensor from the first step on, in the order of
   * `Update.slots`. `cycled`: the schedule gives a momentum too, which takes the option's place.
   */
  slots(options: z.infer<Options>, cycled: boolean): readonly string[];
  create(options: z.infer<Options>): Optimizer;
}

export function defineOptimizer<const Type extends string, Options extends z.ZodObject>(
  def: OptimizerDef<Type, Options>,
): OptimizerDef<Type, Options> {
  return def;
}
