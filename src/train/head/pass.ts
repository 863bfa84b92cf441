import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Kernels, Running } from '../../device/kernels.js';
import type { ConvUnit } from '../../networks/resnet50/architecture.js';

/** What training passes share: the tensors that train, and running statistics. */
export interface TrainingContext {
  readonly kernels: Kernels;
  readonly epsilon: number;
  trained(name: string): Tensor;
  running(bn: string): Running;
  /** Puts a batch norm's new running statistics in place and disposes the old ones. */
  observe(bn: string, running: Running): void;
}

/**
 * One part of the network, passed forward and waiting for its gradient. It borrows its input, which
 * must outlive it, and owns `y` and whatever else it kept.
 */
export interface Pass {
  readonly y: Tensor4D;
  /**
   * Takes over and disposes `dy`, puts the gradients of its trained tensors into `gradients`, frees
   * all it kept, and returns the gradient of its input (null: it was built without).
   */
  backward(dy: Tensor4D, gradients: Map<string, Tensor>): Tensor4D | null;
  /** Frees all it kept, where `backward` is not called. */
  dispose(): void;
}

/** Convolution and batch norm in training mode, through ReLU if asked. */
export function convPass(
  { kernels, epsilon, trained, running, observe }: TrainingContext,
  { conv, bn, shape, geometry }: ConvUnit,
  x: Tensor4D,
  options: { readonly relu: boolean; readonly inputGradient: boolean },
): Pass {
  const { tf } = kernels;
  const filter = trained(`${conv}.weight`) as Tensor4D;
  const gamma = trained(`${bn}.weight`) as Tensor1D;
  const mixed = kernels.conv(x, filter, geometry);
  const beta = trained(`${bn}.bias`) as Tensor1D;
  const norm = kernels.batchNorm(mixed, gamma, beta, running(bn), epsilon);
  observe(bn, norm.running);

  let y = norm.y;
  if (options.relu) {
    y = kernels.relu(norm.y);
    norm.y.dispose();
  }
  const dispose = () => tf.dispose([y, mixed, ...norm.saved]);

  return {
    y,
    backward(dy, gradients) {
      let dNorm = dy;
      if (options.relu) {
        dNorm = kernels.reluGrad(dy, y);
        dy.dispose();
      }
      const {
        dx: dMixed,
        dGamma,
        dBeta,
      } = kernels.batchNormGrad(dNorm, mixed, gamma, norm.saved, epsilon);
      dNorm.dispose();
      dispose();
      gradients.set(`${bn}.weight`, dGamma);
      gradients.set(`${bn}.bias`, dBeta);
      gradients.set(`${conv}.weight`, kernels.convGradFilter(x, dMixed, shape, geometry));
      const dx = options.inputGradient
        ? kernels.convGradInput(dMixed, filter, x.shape, geometry)
        : null;
      dMixed.dispose();
      return dx;
    },
    dispose,
  };
}
