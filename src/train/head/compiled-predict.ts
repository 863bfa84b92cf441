import type { Tensor } from '@tensorflow/tfjs-core';
import type { Precision } from '../../core/recipe.js';
import type { Programs } from '../../device/programs.js';
import type { Head } from './head.js';
import { createPredictor } from './predict.js';

/**
 * `predict` of a head as one program that folds its batch norms each time: reading all weights once
 * more costs a device less than keeping them folded. Gives logits [B, K]; the caller's.
 */
export function compiledPredict(
  programs: Programs,
  { units, epsilon, trained, running }: Pick<Head, 'units' | 'epsilon' | 'trained' | 'running'>,
  precision: Precision,
  x: Tensor,
): Tensor {
  const [weights, statistics] = [[...trained], [...running]];
  const taken = [x, ...weights.map(([, each]) => each), ...statistics.map(([, each]) => each)];
  const shapes = taken.map(({ shape }) => shape);
  const program = programs.program(JSON.stringify(['predict', precision, units, epsilon, shapes]), {
    title: 'validation',
    precision,
    often: true,
    inputs: shapes,
    record([images, ...rest], kernels) {
      const named = (of: typeof weights, from: number) =>
        new Map(of.map(([name], i) => [name, rest[from + i]!]));
      const tensors = { trained: named(weights, 0), running: named(statistics, weights.length) };
      return [createPredictor(kernels, { units, epsilon }, tensors).predict(images!)];
    },
  });
  return program.run(taken)[0]!;
}
