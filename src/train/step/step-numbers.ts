import type { Scalar, Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { Tf } from '../../device/kernels.js';
import type { Operands, StepNumbers, StepRates } from './optimizer.js';
import { optimizers } from './optimizers/index.js';
import type { Program } from './program.js';

/** The numbers of a step of a program, in a fixed order: what a compiled step is given as one vector. */
export interface NumbersLayout {
  /** Which numbers there are: steps that differ in it are different programs. */
  readonly key: string;
  readonly count: number;
  /** Names of what the optimizer keeps for each trained tensor at such steps. */
  readonly slots: readonly string[];
  /** Numbers of a step; null: other ones than this layout has. */
  pack(rates: StepRates): Float32Array | null;
  /** The operands of a trained tensor's optimizer, and of the loss and clipping. */
  unpack(
    tf: Tf,
    vector: Tensor,
  ): {
    readonly optimizerOf: (tensor: string) => Operands;
    readonly labelSmoothing: Scalar;
    readonly maxNorm: Scalar;
  };
}

/** `rates`: of one of the steps that the layout is for. */
export function numbersLayout({ loss, clip, update }: Program, rates: StepRates): NumbersLayout {
  const { type, ...options } = update.optimizer;
  const def = optimizers[type]!; // a recipe names only what the registry holds
  const optimizer = def.create(options);
  const factors = [...new Set(update.rateFactors.values())];
  const numbersAt = (factor: number, { lr, ...rest }: StepRates): StepNumbers =>
    optimizer.numbers({ ...rest, lr: lr * factor });
  const names = Object.keys(numbersAt(1, rates));
  const shared = [loss.labelSmoothing, clip?.maxNorm ?? 0];

  return {
    key: `${names}`,
    slots: def.slots(options, rates.momentum !== undefined),
    count: shared.length + factors.length * names.length,
    pack(now) {
      const groups = factors.map((factor) => numbersAt(factor, now));
      if (`${Object.keys(groups[0]!)}` !== `${names}`) return null;
      return Float32Array.from([
        ...shared,
        ...groups.flatMap((numbers) => names.map((name) => numbers[name]!)),
      ]);
    },
    unpack(tf, vector) {
      const at = (place: number): Scalar =>
        tf.reshape(tf.slice1d(vector as Tensor1D, place, 1), []);
      const groups = factors.map((_, g) =>
        Object.fromEntries(
          names.map((name, n) => [name, at(shared.length + g * names.length + n)]),
        ),
      );
      return {
        optimizerOf: (tensor) => groups[factors.indexOf(update.rateFactors.get(tensor)!)]!,
        labelSmoothing: at(0),
        maxNorm: at(1),
      };
    },
  };
}
