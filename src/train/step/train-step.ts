import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Kernels } from '../../device/kernels.js';
import { UNITS } from '../../networks/resnet50/units.js';
import type { Head } from '../network.js';
import { clipFactor } from './clip-factor.js';
import { batchLoss } from './loss.js';
import type { Optimizer, StepRates, Update } from './optimizer.js';

/** Trains one head; owns the optimizer's state. */
export interface Stepper {
  /**
   * One optimizer step on features [B, ...] and soft labels [B, K]; `mask` as in `Head.train`.
   * Disposes none of its arguments. Where the loss is not finite nothing is changed.
   *
   * Returns the mean plain cross-entropy before the step, and how many images were right.
   */
  step(
    features: Tensor,
    labels: Tensor2D,
    mask: Tensor2D | null,
    rates: StepRates,
  ): { readonly loss: number; readonly correct: number };
  /** Trains on from here with another head, a fork of this one's. */
  fork(head: Head): Stepper;
  /** Frees the optimizer's state; the head stays. */
  dispose(): void;
}

export interface StepperOptions {
  readonly kernels: Kernels;
  readonly head: Head;
  readonly optimizer: Optimizer;
  /** Largest global L2 norm of a gradient; null: no clipping. */
  readonly gradientClip: number | null;
  /** Factor per unit of distance from the classifier; 1: one rate for all. */
  readonly layerLrDecay: number;
  /** In [0, 1). */
  readonly labelSmoothing: number;
}

export function createStepper(options: StepperOptions): Stepper {
  return stepperFrom(options, new Map());
}

/** `slots`: the optimizer's state by tensor; owned by the stepper. */
function stepperFrom(options: StepperOptions, slots: Map<string, readonly Tensor[]>): Stepper {
  const { kernels, head, optimizer, gradientClip, layerLrDecay, labelSmoothing } = options;
  const { tf } = kernels;

  /** Steps tensors of one rate, at once where the backend can. */
  function update(gradients: readonly (readonly [string, Tensor])[], rates: StepRates): void {
    const tensors = gradients.map(([name, gradient]) => {
      return { value: head.trained.get(name)!, gradient, slots: slots.get(name) ?? [] };
    });
    const made = tf.tidy(() => {
      const fused = optimizer.fused?.(kernels, tensors, rates);
      return fused?.map(({ value, slots }) => ({ value, slots: [...slots] })) ?? [];
    });
    gradients.forEach(([name], i) => {
      const { value, gradient, slots } = tensors[i]!;
      put(name, made[i] ?? tf.tidy(() => updateOf(value, gradient, slots, rates)));
    });
  }

  function updateOf(value: Tensor, gradient: Tensor, old: readonly Tensor[], rates: StepRates) {
    const update = optimizer.update(tf, value, gradient, old, rates);
    return { value: update.value, slots: [...update.slots] };
  }

  function put(name: string, { value, slots: next }: Update): void {
    for (const slot of next) tf.keep(slot);
    for (const slot of slots.get(name) ?? []) if (!next.includes(slot)) slot.dispose();
    slots.set(name, next);
    head.assign(name, value);
  }

  /** Gradients by the rate of their tensor's layer. */
  function byRate(gradients: ReadonlyMap<string, Tensor>, lr: number) {
    const groups = new Map<number, [string, Tensor][]>();
    for (const entry of gradients) {
      const rate = lr * layerLrDecay ** distanceFromClassifier(entry[0]);
      groups.set(rate, [...(groups.get(rate) ?? []), entry]);
    }
    return groups;
  }

  return {
    step(features, labels, mask, rates) {
      const pass = head.train(features, mask);
      const { loss, correct, dLogits } = batchLoss(tf, pass.logits, labels, labelSmoothing);
      if (!Number.isFinite(loss)) {
        pass.dispose();
        dLogits.dispose();
        return { loss, correct };
      }
      const gradients = pass.backward(dLogits);
      dLogits.dispose();
      const factor: Scalar | null =
        gradientClip === null ? null : clipFactor(tf, [...gradients.values()], gradientClip);
      if (factor) {
        for (const [name, gradient] of gradients) {
          gradients.set(name, tf.mul(gradient, factor));
          gradient.dispose();
        }
        factor.dispose();
      }
      for (const [lr, group] of byRate(gradients, rates.lr)) update(group, { ...rates, lr });
      tf.dispose([...gradients.values()]);
      return { loss, correct };
    },
    fork(other) {
      const copies = Array.from(slots, ([name, tensors]): [string, readonly Tensor[]] => [
        name,
        tensors.map((tensor) => tf.keep(tensor.clone())),
      ]);
      return stepperFrom({ ...options, head: other }, new Map(copies));
    },
    dispose() {
      for (const tensors of slots.values()) tf.dispose([...tensors]);
      slots.clear();
    },
  };
}

/** Units between a tensor's and the classifier: 0 for the classifier's own. */
function distanceFromClassifier(name: string): number {
  const unit = UNITS.findIndex((unit) => name.startsWith(`${unit}.`));
  return UNITS.length - 1 - Math.max(0, unit); // conv1 and bn1 are the stem's
}
