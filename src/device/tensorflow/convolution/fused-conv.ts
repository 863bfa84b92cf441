import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import { outputShape } from '../../convolution-shape.js';
import type { Conv, HalfKernels, Kernels, Shape4D, Tf } from '../../kernels.js';
import type { Attribute } from '../node-backend.js';
import type { Ops } from '../ops.js';
import { asProduct } from './as-product.js';
import { convAttributes } from './conv-attributes.js';
import { seesWhole } from './whole-image.js';

/** The number format of frozen layers. */
export interface FrozenForm extends Pick<HalfKernels, 'enter' | 'leave'> {
  /** It, as an op's attribute. */
  readonly type: Ops['float32'];
}

/**
 * `convBias` as one native op: what follows the convolution happens while its result is still in
 * the processor's cache. Null where the binding or TensorFlow cannot: on a GPU, without oneDNN, or
 * with a binding that takes no list attributes.
 */
export function fusedConv(tf: Tf, ops: Ops, form: FrozenForm): Kernels['convBias'] | null {
  const { type } = form;
  const attributes = convAttributes(ops, type('T'));
  const product = asProduct(ops);
  const made = new Map<string, readonly Attribute[]>();

  function attributesOf(
    size: number,
    conv: Conv,
    after: readonly string[],
    frozen: string,
  ): readonly Attribute[] {
    const key = `${size} ${conv.stride} ${conv.pad} ${after} ${frozen}`;
    let found = made.get(key);
    if (!found) {
      const tensors = after.filter((step) => step !== 'Relu').length;
      found = [
        ...attributes(size, conv),
        ops.int('num_args', tensors),
        ops.types(type('TArgs'), tensors),
        ops.int('num_host_args', 0),
        ops.strings('fused_ops', after),
        ops.string('_kernel', 'MklNameChangeOp'), // oneDNN's kernels are listed under this label
        ...(frozen === '' ? [] : ownFilter(ops, frozen)),
      ];
      made.set(key, found);
    }
    return found;
  }

  const fused: Kernels['convBias'] = (x, filter, bias, conv, after) => {
    const { relu, residual, frozen = '' } = after;
    const steps = ['BiasAdd', ...(residual ? ['Add'] : []), ...(relu ? ['Relu'] : [])];
    return ops.run<Tensor4D>(
      '_MklNativeFusedConv2D',
      attributesOf(filter.shape[0], conv, steps, frozen),
      [x, filter, bias, ...(residual ? [residual] : [])],
    );
  };

  /** As a 1 x 1 convolution of one image, whose pixels are the places of all. */
  const convBias: Kernels['convBias'] = (x, filter, bias, conv, after) => {
    const yShape = outputShape(x.shape, filter.shape, conv);
    if (!gainsAsOneImage(x.shape, filter.shape, yShape, conv)) {
      return fused(x, filter, bias, conv, after);
    }
    return tf.tidy(() => {
      const asImage = (rows: Tensor, columns: number) =>
        ops.reshape<Tensor4D>(rows, [1, 1, rows.size / columns, columns]);
      const { rows, filter: columns } = product(x, filter, conv);
      const [inputs, outputs] = columns.shape;
      const { residual, ...rest } = after;
      const y = fused(
        asImage(rows, inputs),
        ops.reshape<Tensor4D>(columns, [1, 1, inputs, outputs]),
        bias,
        { stride: 1, pad: 0 },
        { ...rest, ...(residual ? { residual: asImage(residual, outputs) } : {}) },
      );
      return ops.reshape(y, yShape);
    });
  };
  const allowed = !ops.gpu && process.env.TF_ENABLE_ONEDNN_OPTS !== '0';
  return allowed && works(tf, ops, convBias, form) ? convBias : null;
}

/**
 * oneDNN works image by image, and a few pixels don't keep a core's registers busy. With 512
 * channels and 64 images the pixels of all together take 0.3 to 0.6 of the time for 2 x 2 places,
 * 0.8 for 3 x 3; for 4 x 4, or k x k filters of fewer channels, as long or longer (AVX-512). A
 * place's bits are its own, as in any convolution of these.
 */
function gainsAsOneImage(x: Shape4D, filter: Shape4D, y: Shape4D, conv: Conv): boolean {
  const [k, , inputs, outputs] = filter;
  if (seesWhole(x, k, conv)) return true;
  return y[1] * y[2] <= 9 && (k === 1 || Math.min(inputs, outputs) >= 512);
}

/**
 * oneDNN lays filters out anew at every call, unless the kernel may keep what it made at the first.
 * TensorFlow keeps one kernel for equal attributes, so a name among them makes it this filter's own.
 */
function ownFilter(ops: Ops, name: string): readonly Attribute[] {
  return [ops.bool('is_filter_const', true), ops.string('_filter', name)];
}

/** Whether 1 * 2 - 5 + 4, through ReLU, is 1 here. */
export function works(
  tf: Tf,
  ops: Ops,
  convBias: Kernels['convBias'],
  { enter, leave }: FrozenForm,
): boolean {
  const tensor = (value: number, shape: readonly number[]) =>
    enter(
      ops.reshape(ops.run('Identity', [ops.float32('T')], [ops.constant.scalar(value)]), shape),
    );
  const compute = () => {
    const one = [1, 1, 1, 1];
    const [x, filter, residual] = [1, 2, 4].map((value) => tensor(value, one) as Tensor4D);
    const bias = tensor(-5, [1]) as Tensor1D;
    const after = { relu: true, residual: residual! };
    return leave(convBias(x!, filter!, bias, { stride: 1, pad: 0 }, after));
  };
  try {
    return tf.tidy(() => compute().dataSync()[0] === 1);
  } catch {
    return false;
  }
}
