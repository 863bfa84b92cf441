import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { type Constant, type Constants, createConstants } from './constants.js';
import type { Attribute, NodeBackend, OutputInfo } from './node-backend.js';

/**
 * Runs any TensorFlow op by its name, past tfjs' own list of kernels. Attributes that name an
 * input's type may be left out: TensorFlow looks at the input.
 */
export interface Ops {
  readonly gpu: boolean;
  readonly constant: Constants;
  /** The op's only output. */
  run<Result extends Tensor>(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly (Tensor | Constant)[],
  ): Result;
  /** All outputs of an op that has several. */
  runMany(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly (Tensor | Constant)[],
    outputs: number,
  ): readonly Tensor[];
  reshape<Result extends Tensor>(x: Tensor, shape: readonly number[]): Result;
  /** [n, k] x [k, m], or of what they are transposed. */
  matMul(a: Tensor2D, b: Tensor2D, transposeA?: boolean, transposeB?: boolean): Tensor2D;
  readonly float32: (name: string) => Attribute;
  readonly int32: (name: string) => Attribute;
  readonly bf16: (name: string) => Attribute;
  readonly uint8: (name: string) => Attribute;
  /** A list of `count` times this type. */
  readonly types: (type: Attribute, count: number) => Attribute;
  readonly string: (name: string, value: string) => Attribute;
  readonly strings: (name: string, value: readonly string[]) => Attribute;
  readonly int: (name: string, value: number) => Attribute;
  readonly ints: (name: string, value: readonly number[]) => Attribute;
  readonly float: (name: string, value: number) => Attribute;
  readonly bool: (name: string, value: boolean) => Attribute;
  readonly shape: (name: string, value: readonly number[]) => Attribute;
}

export function createOps(backend: NodeBackend): Ops {
  const { binding } = backend;
  const idOf = (input: Tensor | Constant) =>
    'constantId' in input ? input.constantId : backend.getInputTensorIds([input])[0]!;

  /** tfjs has no name for bfloat16 and refuses it: it is told float32 (see `HalfKernels`). */
  const known = (info: OutputInfo): OutputInfo =>
    info.dtype === BF16 ? { ...info, dtype: binding.TF_FLOAT } : info;

  const ops: Ops = {
    gpu: binding.isUsingGpuDevice(),
    constant: createConstants(binding),
    run: <Result extends Tensor>(
      name: string,
      attributes: readonly Attribute[],
      inputs: readonly (Tensor | Constant)[],
    ) => ops.runMany(name, attributes, inputs, 1)[0] as Result,
    runMany: (name, attributes, inputs, outputs) =>
      binding
        .executeOp(name, attributes, inputs.map(idOf), outputs)
        .map((info) => backend.createOutputTensor(known(info))),
    reshape: (x, shape) => ops.run('Reshape', [], [x, ops.constant.ints(shape)]),
    matMul: (a, b, transposeA = false, transposeB = false) =>
      ops.run('BatchMatMulV2', multiplying[`${transposeA} ${transposeB}`]!, [a, b]),
    float32: (name) => ({ name, type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT }),
    int32: (name) => ({ name, type: binding.TF_ATTR_TYPE, value: binding.TF_INT32 }),
    bf16: (name) => ({ name, type: binding.TF_ATTR_TYPE, value: BF16 }),
    uint8: (name) => ({ name, type: binding.TF_ATTR_TYPE, value: binding.TF_UINT8 }),
    types: ({ name, type, value }, count) => ({
      name,
      type,
      value: new Array<number>(count).fill(value as number),
    }),
    strings: (name, value) => ({ name, type: binding.TF_ATTR_STRING, value }),
    string: (name, value) => ({ name, type: binding.TF_ATTR_STRING, value }),
    int: (name, value) => ({ name, type: binding.TF_ATTR_INT, value }),
    ints: (name, value) => ({ name, type: binding.TF_ATTR_INT, value }),
    float: (name, value) => ({ name, type: binding.TF_ATTR_FLOAT, value }),
    bool: (name, value) => ({ name, type: binding.TF_ATTR_BOOL, value }),
    shape: (name, value) => ({ name, type: binding.TF_ATTR_SHAPE, value }),
  };
  const T = ops.float32('T');
  const multiplying = Object.fromEntries(
    [false, true].flatMap((x) =>
      [false, true].map((y) => [`${x} ${y}`, [T, ops.bool('adj_x', x), ops.bool('adj_y', y)]]),
    ),
  );
  return ops;
}

/** TF_BFLOAT16 of TensorFlow's C interface; tfjs-node's binding does not list it. */
const BF16 = 14;
