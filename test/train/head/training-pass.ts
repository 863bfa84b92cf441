import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Kernels } from '../../../src/device/kernels.js';
import { passBackward } from '../../../src/train/head/backward.js';
import { passForward } from '../../../src/train/head/forward.js';
import type { Head } from '../../../src/train/head/head.js';
import { disposePassed, type PassContext } from '../../../src/train/head/pass.js';
import { replaceTensor, type TensorMap } from '../../../src/train/head/tensor-map.js';
import { rank2 } from '../../../src/train/ranks.js';

/** A head passed forward in training mode, its running statistics moved. */
export interface TrainingPass {
  readonly logits: Tensor2D;
  /** Gradients of all trained tensors, owned by the caller. Takes `dLogits` over. */
  backward(dLogits: Tensor2D): ReadonlyMap<string, Tensor>;
  /** In place of `backward`. */
  dispose(): void;
}

/** The forward and backward half of a step, as `walk` does them, without its update. */
export function trainingPass(
  kernels: Kernels,
  head: Head,
  x: Tensor,
  mask: Tensor2D | null,
): TrainingPass {
  const moved: TensorMap = new Map();
  const gradients: TensorMap = new Map();
  const { epsilon } = head;
  const context: PassContext = { kernels, epsilon, tensors: head, mask, moved, gradients };
  const passed = passForward(
    context,
    head.units.flatMap(({ layers }) => layers),
    x,
  );
  for (const [name, tensor] of moved) replaceTensor(kernels.tf, head.running, name, tensor);
  return {
    logits: rank2(passed.at(-1)!.y),
    backward(dLogits) {
      passBackward(context, passed, dLogits);
      return gradients;
    },
    dispose() {
      for (const each of passed) disposePassed(each);
    },
  };
}
