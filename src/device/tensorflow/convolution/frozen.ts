import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { FrozenKernels, HalfKernels, Kernels, Tf } from '../../kernels.js';
import { maxPoolKernels } from '../max-pool.js';
import type { Ops } from '../ops.js';
import { bfloat16 } from './bfloat16.js';
import { convAttributes } from './conv-attributes.js';
import { type FrozenForm, fusedConv, works } from './fused-conv.js';

/**
 * Frozen layers in float32; `conv`: the convolution of training.
 *
 * oneDNN keeps what it prepared for a convolution by its shapes alone, and prepares another one for
 * filters that stay than for those that change. So a filter that changes never goes through the
 * fused op: its bits would depend on whether frozen layers of that shape had been passed before
 * (a validation loss differed by 7e-8 beside another trial).
 */
export function frozenKernels(tf: Tf, ops: Ops, conv: Kernels['conv']): FrozenKernels {
  const form: FrozenForm = { type: ops.float32, enter: (x) => x, leave: (x) => x };
  const { maxPool } = maxPoolKernels(ops);
  const stays = fusedConv(tf, ops, form) ?? separateConv(tf, ops, form, conv2d(ops, form));
  const changes = separateConv(tf, ops, form, conv);
  const convBias: Kernels['convBias'] = (x, filter, bias, geometry, after) =>
    (after.frozen === undefined ? changes : stays)(x, filter, bias, geometry, after);
  return { convBias, maxPool };
}

/**
 * Frozen layers in bfloat16. On a CPU through oneDNN alone, which has them from AVX-512 on:
 * TensorFlow's own kernels are slower than float32 (10.1 ms against 8.6 ms a convolution).
 */
export function halfKernels(tf: Tf, ops: Ops): HalfKernels | undefined {
  const form: FrozenForm = { type: ops.bf16, ...bfloat16(ops) };
  const separate = ops.gpu ? separateConv(tf, ops, form, conv2d(ops, form)) : null;
  const convBias = separate && works(tf, ops, separate, form) ? separate : fusedConv(tf, ops, form);
  if (!convBias) return undefined;
  const { enter, leave, type } = form;
  return { enter, leave, convBias, maxPool: maxPoolKernels(ops, type('T')).maxPool };
}

/** `convBias` as an op for each of its steps. */
function separateConv(
  tf: Tf,
  ops: Ops,
  { type }: FrozenForm,
  convolve: Kernels['conv'],
): Kernels['convBias'] {
  const T = [type('T')];
  const biasAttributes = [...T, ops.string('data_format', 'NHWC')];
  return (x, filter, bias, conv, { relu, residual }) =>
    tf.tidy(() => {
      const y = convolve(x, filter, conv);
      const shifted = ops.run<Tensor4D>('BiasAdd', biasAttributes, [y, bias]);
      const sum = residual ? ops.run<Tensor4D>('AddV2', T, [shifted, residual]) : shifted;
      return relu ? ops.run<Tensor4D>('Relu', T, [sum]) : sum;
    });
}

function conv2d(ops: Ops, { type }: FrozenForm): Kernels['conv'] {
  const attributes = convAttributes(ops, type('T'));
  return (x, filter, conv) => ops.run('Conv2D', attributes(filter.shape[0], conv), [x, filter]);
}
