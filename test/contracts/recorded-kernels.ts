import type { Tensor } from '@tensorflow/tfjs-core';
import type { Precision } from '../../src/core/recipe.js';
import type { Kernels } from '../../src/device/kernels.js';
import type { ProgramEngine } from '../golden/programs.js';

/**
 * Kernels each of whose calls is a program of its own. Takes and gives float32: in a precision of
 * fewer bits, activations are rounded inside.
 */
export function recordedKernels(engine: ProgramEngine, precision: Precision): Kernels {
  const { kernels, programs } = engine;

  /** What `compute` makes of the inputs; `rest`: all that it depends on besides. */
  function run<In extends readonly Tensor[], Out extends readonly Tensor[]>(
    rest: readonly unknown[],
    inputs: In,
    compute: (kernels: Kernels, inputs: In) => Out,
  ): Out {
    const shapes = inputs.map(({ shape }) => shape);
    const program = programs.program(JSON.stringify([precision, rest, shapes]), {
      ...{ title: 'a kernel', precision, often: true, inputs: shapes },
      record: (taken, by) => compute(by, taken as unknown as In),
    });
    return program.run(inputs) as unknown as Out;
  }

  return {
    ...kernels,
    conv: (x, filter, conv) =>
      run(['conv', conv], [x, filter] as const, (by, [x, filter]) => {
        const { enter, leave } = by.activations;
        return [leave(by.conv(enter(x), filter, conv))] as const;
      })[0],
    convBias(x, filter, bias, conv, { residual, ...after }) {
      const inputs = [x, filter, bias, ...(residual ? [residual] : [])] as const;
      return run(['convBias', conv, after], inputs, (by, [x, filter, bias, residual]) => {
        const { enter, leave } = by.activations;
        const added = residual ? { residual: enter(residual) } : {};
        return [leave(by.convBias(enter(x), filter, bias, conv, { ...after, ...added }))] as const;
      })[0];
    },
    convGradInput: (dy, filter, xShape, conv) =>
      run(['convGradInput', xShape, conv], [dy, filter] as const, (by, [dy, filter]) => {
        const { enter, leave } = by.activations;
        return [leave(by.convGradInput(enter(dy), filter, xShape, conv))] as const;
      })[0],
    convGradFilter: (x, dy, filterShape, conv) =>
      run(['convGradFilter', filterShape, conv], [x, dy] as const, (by, [x, dy]) => {
        const { enter } = by.activations;
        return [by.convGradFilter(enter(x), enter(dy), filterShape, conv)] as const;
      })[0],
    batchNorm(x, gamma, beta, { mean, variance }, epsilon) {
      const inputs = [x, gamma, beta, mean, variance] as const;
      const [y, newMean, newVariance, ...saved] = run(
        ['batchNorm', epsilon],
        inputs,
        (by, [x, gamma, beta, mean, variance]) => {
          const { enter, leave } = by.activations;
          const pass = by.batchNorm(enter(x), gamma, beta, { mean, variance }, epsilon);
          const { running } = pass;
          return [leave(pass.y), running.mean, running.variance, ...pass.saved] as const;
        },
      );
      return { y, running: { mean: newMean, variance: newVariance }, saved };
    },
    batchNormGrad(dy, x, gamma, saved, epsilon) {
      const inputs = [dy, x, gamma, ...saved] as const;
      const [dx, dGamma, dBeta] = run(
        ['batchNormGrad', epsilon],
        inputs,
        (by, [dy, x, gamma, ...saved]) => {
          const { enter, leave } = by.activations;
          const made = by.batchNormGrad(enter(dy), enter(x), gamma, saved, epsilon);
          return [leave(made.dx), made.dGamma, made.dBeta] as const;
        },
      );
      return { dx, dGamma, dBeta };
    },
    relu: (x) =>
      run(['relu'], [x] as const, (by, [x]) => {
        const { enter, leave } = by.activations;
        return [leave(by.relu(enter(x)))] as const;
      })[0],
    reluGrad: (dy, y) =>
      run(['reluGrad'], [dy, y] as const, (by, [dy, y]) => {
        const { enter, leave } = by.activations;
        return [leave(by.reluGrad(enter(dy), enter(y)))] as const;
      })[0],
    maxPool: (x) =>
      run(['maxPool'], [x] as const, (by, [x]) => {
        const { enter, leave } = by.activations;
        return [leave(by.maxPool(enter(x)))] as const;
      })[0],
    maxPoolGrad: (dy, x, y) =>
      run(['maxPoolGrad'], [dy, x, y] as const, (by, [dy, x, y]) => {
        const { enter, leave } = by.activations;
        return [leave(by.maxPoolGrad(enter(dy), enter(x), enter(y)))] as const;
      })[0],
    linear: (x, weight, bias) =>
      run(['linear'], [x, weight, bias] as const, (by, taken) => [by.linear(...taken)] as const)[0],
    linearGradInput: (dy, weight) =>
      run(
        ['linearGradInput'],
        [dy, weight] as const,
        (by, taken) => [by.linearGradInput(...taken)] as const,
      )[0],
    linearGrad(dy, x) {
      const [dWeight, dBias] = run(['linearGrad'], [dy, x] as const, (by, taken) => {
        const made = by.linearGrad(...taken);
        return [made.dWeight, made.dBias] as const;
      });
      return { dWeight, dBias };
    },
    rowsAt: (x, places) =>
      run(['rowsAt'], [x, places] as const, (by, taken) => [by.rowsAt(...taken)] as const)[0],
    unpackBytes: (words) =>
      run(
        ['unpackBytes'],
        [words] as const,
        (by, taken) => [by.unpackBytes!(...taken)] as const,
      )[0],
  };
}
