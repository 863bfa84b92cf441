import type * as tfjs from '@tensorflow/tfjs-core';

/** The tfjs namespace, handed in by the backend that was loaded: nothing else imports it. */
export type Tf = typeof tfjs;

/** A square convolution's geometry: stride, and zeros added on every side. */
export interface Conv {
  readonly stride: number;
  readonly pad: number;
}

export interface BatchNormPass {
  readonly y: tfjs.Tensor4D;
  /** Batch mean and biased batch variance, [C]. */
  readonly mean: tfjs.Tensor1D;
  readonly variance: tfjs.Tensor1D;
  /** Whatever the gradient needs besides x and gamma. */
  readonly saved: readonly tfjs.Tensor[];
}

/**
 * The operations ResNet50 trains with, forward and backward, each as fast as the backend can.
 * Tensors are float32 [B, H, W, C], filters [k, k, in, out]. Every function returns new tensors
 * and disposes none of its arguments; callers own what they get.
 */
export interface Kernels {
  readonly tf: Tf;
  conv(x: tfjs.Tensor4D, filter: tfjs.Tensor4D, conv: Conv): tfjs.Tensor4D;
  /**
   * Inference: `conv(x) + bias`, plus `residual` if given, through ReLU if asked. `frozen` names a
   * filter that never changes: a backend may keep it under that name, as it likes it best, until
   * the process ends.
   */
  convBias(
    x: tfjs.Tensor4D,
    filter: tfjs.Tensor4D,
    bias: tfjs.Tensor1D,
    conv: Conv,
    after: {
      readonly relu: boolean;
      readonly residual?: tfjs.Tensor4D;
      readonly frozen?: string;
    },
  ): tfjs.Tensor4D;
  convGradInput(
    dy: tfjs.Tensor4D,
    filter: tfjs.Tensor4D,
    xShape: readonly [number, number, number, number],
    conv: Conv,
  ): tfjs.Tensor4D;
  convGradFilter(
    x: tfjs.Tensor4D,
    dy: tfjs.Tensor4D,
    filterShape: readonly [number, number, number, number],
    conv: Conv,
  ): tfjs.Tensor4D;
  /** Training mode: normalizes by the batch's own mean and biased variance. */
  batchNorm(
    x: tfjs.Tensor4D,
    gamma: tfjs.Tensor1D,
    beta: tfjs.Tensor1D,
    epsilon: number,
  ): BatchNormPass;
  batchNormGrad(
    dy: tfjs.Tensor4D,
    x: tfjs.Tensor4D,
    gamma: tfjs.Tensor1D,
    saved: readonly tfjs.Tensor[],
    epsilon: number,
  ): { readonly dx: tfjs.Tensor4D; readonly dGamma: tfjs.Tensor1D; readonly dBeta: tfjs.Tensor1D };
  relu(x: tfjs.Tensor4D): tfjs.Tensor4D;
  /** `dy` where the ReLU's output `y` is above 0, else 0. */
  reluGrad(dy: tfjs.Tensor4D, y: tfjs.Tensor4D): tfjs.Tensor4D;
  /** The stem's pooling: 3x3, stride 2, one pixel of padding; inputs are never negative. */
  maxPool(x: tfjs.Tensor4D): tfjs.Tensor4D;
  maxPoolGrad(dy: tfjs.Tensor4D, x: tfjs.Tensor4D, y: tfjs.Tensor4D): tfjs.Tensor4D;
  /**
   * `buffer * momentum + gradient`, and `value - lr` times that (nesterov: times the gradient plus
   * `momentum` times that), in one pass over memory. Absent where the backend has no such op.
   * Unlike the others it takes over, and disposes, `value` and `buffer`.
   */
  momentumStep?(
    value: tfjs.Tensor,
    gradient: tfjs.Tensor,
    buffer: tfjs.Tensor,
    rates: { readonly lr: number; readonly momentum: number; readonly nesterov: boolean },
  ): { readonly value: tfjs.Tensor; readonly buffer: tfjs.Tensor };
}
