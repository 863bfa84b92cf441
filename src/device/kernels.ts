import type * as tfjs from '@tensorflow/tfjs-core';

/** The tfjs namespace, handed in by the backend that was loaded: nothing else imports it. */
export type Tf = typeof tfjs;

/** [B, H, W, C], or a filter's [k, k, in, out]. */
export type Shape4D = readonly [number, number, number, number];

/** A square convolution's geometry: stride, and zeros added on every side. */
export interface Conv {
  readonly stride: number;
  readonly pad: number;
}

/** Running statistics of a batch norm, [C]: what stands for the batch's own in inference. */
export interface Running {
  readonly mean: tfjs.Tensor1D;
  readonly variance: tfjs.Tensor1D;
}

/** Weight of the newest batch in running statistics, as torch.nn.BatchNorm2d's default. */
export const NEWEST = 0.1;

export interface BatchNormPass {
  readonly y: tfjs.Tensor4D;
  /**
   * The running statistics moved toward the batch's by `NEWEST`. As PyTorch's: normalization uses
   * the biased variance, the running one takes the unbiased.
   */
  readonly running: Running;
  /** Whatever the gradient needs besides x and gamma. */
  readonly saved: readonly tfjs.Tensor[];
}

/** A number format for activations. Neither disposes what it is given; the same format: the same. */
export interface Activations {
  enter<Shaped extends tfjs.Tensor>(x: Shaped): Shaped;
  /** As float32 again, which is exact. */
  leave<Shaped extends tfjs.Tensor>(x: Shaped): Shaped;
}

/** Activations as they are. */
export const FLOAT32: Activations = { enter: (x) => x, leave: (x) => x };

/** What frozen layers are computed with. */
export type FrozenKernels = Pick<Kernels, 'convBias' | 'maxPool'>;

/**
 * Frozen layers in half the bits: bfloat16 in and out of memory, sums in float32. Its tensors say
 * they are float32, as tfjs knows no such type: only these functions may take them.
 */
export interface HalfKernels extends FrozenKernels, Activations {}

/**
 * The operations ResNet50 trains with, forward and backward, each as fast as the backend can.
 * Tensors are float32 [B, H, W, C], filters [k, k, in, out]. Every function returns new tensors
 * and disposes none of its arguments; callers own what they get.
 */
export interface Kernels {
  readonly tf: Tf;
  /** The form in which layers before pooling hand each other their results. */
  readonly activations: Activations;
  /** Absent where this backend, or this machine, has none. */
  readonly bf16?: HalfKernels;
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
    xShape: Shape4D,
    conv: Conv,
  ): tfjs.Tensor4D;
  convGradFilter(
    x: tfjs.Tensor4D,
    dy: tfjs.Tensor4D,
    filterShape: Shape4D,
    conv: Conv,
  ): tfjs.Tensor4D;
  /** Training mode: normalizes by the batch's own mean and biased variance. */
  batchNorm(
    x: tfjs.Tensor4D,
    gamma: tfjs.Tensor1D,
    beta: tfjs.Tensor1D,
    running: Running,
    epsilon: number,
  ): BatchNormPass;
  batchNormGrad(
    dy: tfjs.Tensor4D,
    x: tfjs.Tensor4D,
    gamma: tfjs.Tensor1D,
    saved: readonly tfjs.Tensor[],
    epsilon: number,
  ): { readonly dx: tfjs.Tensor4D; readonly dGamma: tfjs.Tensor1D; readonly dBeta: tfjs.Tensor1D };
  /**
   * Rows of x [n, ...] at places [m], which are float32, exact up to 2^24, as int32 would stay in the
   * host's memory; [m, ...]. No place is looked at.
   */
  rowsAt(x: tfjs.Tensor, places: tfjs.Tensor1D): tfjs.Tensor;
  /** x [B, F] times weight [F, K], plus bias [K]. */
  linear(x: tfjs.Tensor2D, weight: tfjs.Tensor2D, bias: tfjs.Tensor1D): tfjs.Tensor2D;
  linearGradInput(dy: tfjs.Tensor2D, weight: tfjs.Tensor2D): tfjs.Tensor2D;
  linearGrad(
    dy: tfjs.Tensor2D,
    x: tfjs.Tensor2D,
  ): { readonly dWeight: tfjs.Tensor2D; readonly dBias: tfjs.Tensor1D };
  relu(x: tfjs.Tensor4D): tfjs.Tensor4D;
  /** `dy` where the ReLU's output `y` is above 0, else 0. */
  reluGrad(dy: tfjs.Tensor4D, y: tfjs.Tensor4D): tfjs.Tensor4D;
  /** The stem's pooling: 3x3, stride 2, one pixel of padding; inputs are never negative. */
  maxPool(x: tfjs.Tensor4D): tfjs.Tensor4D;
  maxPoolGrad(dy: tfjs.Tensor4D, x: tfjs.Tensor4D, y: tfjs.Tensor4D): tfjs.Tensor4D;
  /**
   * Bytes that were packed four to a float32, [n, words], as values 0..255, [n, 4 * words]. Absent
   * where the backend cannot look at bits.
   */
  unpackBytes?(words: tfjs.Tensor2D): tfjs.Tensor2D;
  /**
   * SGD's step for each of several tensors: `buffer * momentum + g`, and `value - lr` times that
   * (nesterov: times g plus `momentum` times that), where g is `gradient + value * weightDecay`; in
   * one pass over memory. Absent where the backend has no such op. Unlike the others it takes over,
   * and disposes, each `value` and `buffer`.
   */
  momentumStep?(
    tensors: readonly {
      readonly value: tfjs.Tensor;
      readonly gradient: tfjs.Tensor;
      readonly buffer: tfjs.Tensor;
    }[],
    rates: {
      readonly lr: number;
      readonly momentum: number;
      readonly nesterov: boolean;
      readonly weightDecay: number;
    },
  ): readonly { readonly value: tfjs.Tensor; readonly buffer: tfjs.Tensor }[];
}
