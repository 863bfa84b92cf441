import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Kernels } from '../../device/kernels.js';
import { passBackward } from '../head/backward.js';
import { passForward } from '../head/forward.js';
import { disposePassed, type PassContext } from '../head/pass.js';
import { replaceTensor, type TensorMap } from '../head/tensor-map.js';
import { rank2 } from '../ranks.js';
import type { BranchState } from './branch-state.js';
import { clipFactor } from './clip-factor.js';
import { batchLoss } from './loss.js';
import type { StepRates } from './optimizer.js';
import type { Program } from './program.js';
import { updateTensors } from './update-tensors.js';

/** What a step reads beside its state. */
export interface StepInputs {
  /** [B, ...] at the head's cut. */
  readonly features: Tensor;
  /** Soft labels [B, K]. */
  readonly labels: Tensor2D;
  /** Dropout of the pooled features [B, F], already scaled by 1 / (1 - p); null: none. */
  readonly mask: Tensor2D | null;
  readonly rates: StepRates;
  /** Those of the n-th step after this one; null: not known yet. */
  readonly later?: (steps: number) => StepRates | null;
}

export interface StepResult {
  /** Mean plain cross-entropy before the step. */
  readonly loss: number;
  /** How many images were right. */
  readonly correct: number;
}

/**
 * Makes the step of a program on a state. Replaces the state's tensors, each as soon as its successor
 * is made; disposes none of its inputs.
 */
export type RunStep = (state: BranchState, inputs: StepInputs) => StepResult;

/** Runs a program op by op. */
export function walk(program: Program, kernels: Kernels): RunStep {
  const { tf } = kernels;
  const { forward, loss: objective } = program;
  const { epsilon } = forward;
  const layers = forward.units.flatMap((unit) => unit.layers);
  const update = updateTensors(kernels, program.update);

  return (state, { features, labels, mask, rates }) => {
    const moved: TensorMap = new Map();
    const gradients: TensorMap = new Map();
    const context: PassContext = { kernels, epsilon, tensors: state, mask, moved, gradients };
    const passed = passForward(context, layers, features);
    const logits = rank2(passed.at(-1)!.y);
    const { loss, correct, dLogits } = batchLoss(tf, logits, labels, objective.labelSmoothing);
    if (!Number.isFinite(loss)) {
      for (const each of passed) disposePassed(each);
      tf.dispose([dLogits, ...moved.values()]);
      return { loss, correct };
    }
    for (const [name, tensor] of moved) replaceTensor(tf, state.running, name, tensor);
    passBackward(context, passed, dLogits);
    if (program.clip) clip(kernels, gradients, program.clip.maxNorm);
    update(state, gradients, rates);
    tf.dispose([...gradients.values()]);
    return { loss, correct };
  };
}

function clip({ tf }: Kernels, gradients: TensorMap, maxNorm: number): void {
  const factor = clipFactor(tf, [...gradients.values()], maxNorm);
  for (const [name, gradient] of gradients) {
    gradients.set(name, tf.mul(gradient, factor));
    gradient.dispose();
  }
  factor.dispose();
}
