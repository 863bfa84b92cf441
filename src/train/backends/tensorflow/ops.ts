import type { Tensor } from '@tensorflow/tfjs-core';

/** One attribute of a TensorFlow op, as tfjs-node's binding takes it. */
export interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: number | boolean | string | readonly number[];
}

/** What this room uses of tfjs-node's backend object. */
export interface NodeBackend {
  readonly binding: {
    readonly TF_ATTR_TYPE: number;
    readonly TF_ATTR_STRING: number;
    readonly TF_ATTR_INT: number;
    readonly TF_ATTR_FLOAT: number;
    readonly TF_ATTR_SHAPE: number;
    readonly TF_ATTR_BOOL: number;
    readonly TF_FLOAT: number;
    readonly TF_Version: string;
    isUsingGpuDevice(): boolean;
  };
  executeSingleOutput(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly Tensor[],
  ): Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly Tensor[],
    outputs: number,
  ): Tensor[];
}

/** Runs any TensorFlow op by its name, past tfjs' own list of kernels. */
export interface Ops {
  readonly gpu: boolean;
  /** The op's only output. */
  run<Result extends Tensor>(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly Tensor[],
  ): Result;
  /** All outputs of an op that has several. */
  runMany(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly Tensor[],
    outputs: number,
  ): readonly Tensor[];
  readonly float32: (name: string) => Attribute;
  readonly string: (name: string, value: string) => Attribute;
  readonly ints: (name: string, value: readonly number[]) => Attribute;
  readonly float: (name: string, value: number) => Attribute;
  readonly bool: (name: string, value: boolean) => Attribute;
  readonly shape: (name: string, value: readonly number[]) => Attribute;
}

export function createOps(backend: NodeBackend): Ops {
  const { binding } = backend;
  return {
    gpu: binding.isUsingGpuDevice(),
    run: <Result extends Tensor>(
      name: string,
      attributes: readonly Attribute[],
      inputs: readonly Tensor[],
    ) => backend.executeSingleOutput(name, attributes, inputs) as Result,
    runMany: (name, attributes, inputs, outputs) =>
      backend.executeMultipleOutputs(name, attributes, inputs, outputs),
    float32: (name) => ({ name, type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT }),
    string: (name, value) => ({ name, type: binding.TF_ATTR_STRING, value }),
    ints: (name, value) => ({ name, type: binding.TF_ATTR_INT, value }),
    float: (name, value) => ({ name, type: binding.TF_ATTR_FLOAT, value }),
    bool: (name, value) => ({ name, type: binding.TF_ATTR_BOOL, value }),
    shape: (name, value) => ({ name, type: binding.TF_ATTR_SHAPE, value }),
  };
}
