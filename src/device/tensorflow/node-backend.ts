import type { Tensor } from '@tensorflow/tfjs-core';

/** One attribute of a TensorFlow op, as tfjs-node's binding takes it. */
export interface Attribute {
  readonly name: string;
  readonly type: number;
  /** Lists of strings and of types: only where the binding is our own build's. */
  readonly value: number | boolean | string | readonly number[] | readonly string[];
}

/** What the native binding says of an op's output. */
export interface OutputInfo {
  readonly id: number;
  readonly dtype: number;
  readonly shape: number[];
}

/** What TensorFlow's allocator says of the device: bytes. */
export interface DeviceMemory {
  readonly bytesInUse: number;
  /** Since the process began. */
  readonly peakBytes: number;
  /** What this process may take: what was free when it began. 0: not known. */
  readonly limitBytes: number;
}

/** tfjs-node's native binding: tensors are ids here. */
export interface Binding {
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_SHAPE: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_UINT8: number;
  readonly TF_Version: string;
  isUsingGpuDevice(): boolean;
  /** Null: the allocator does not count. Absent: the binding is not our own build's, or an older. */
  deviceMemory?(): DeviceMemory | null;
  createTensor(shape: readonly number[], dtype: number, values: Float32Array | Int32Array): number;
  deleteTensor(id: number): void;
  executeOp(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly number[],
    outputs: number,
  ): readonly OutputInfo[];
}

/** What this room uses of tfjs-node's backend object (dist/nodejs_kernel_backend.js). */
export interface NodeBackend {
  /** Replaced for as long as ops are recorded. */
  binding: Binding;
  /** Ids of tensors, written to the device where they were not yet. */
  getInputTensorIds(tensors: readonly Tensor[]): number[];
  createOutputTensor(info: OutputInfo): Tensor;
  /** How many tensors share the memory that goes by this id. */
  refCount(dataId: Tensor['dataId']): number;
}
