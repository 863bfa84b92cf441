import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { Kernels, Tf } from '../../device/kernels.js';
import { isBody } from '../../networks/layers.js';
import { passBackward } from '../head/backward.js';
import { passForward } from '../head/forward.js';
import type { PassContext } from '../head/pass.js';
import { type TensorMap, tensorOf } from '../head/tensor-map.js';
import { rank2 } from '../ranks.js';
import { type BranchState, slotName } from './branch-state.js';
import { clipFactor } from './clip-factor.js';
import { deviceLoss } from './device-loss.js';
import { optimizers } from './optimizers/index.js';
import type { Program } from './program.js';
import type { NumbersLayout } from './step-numbers.js';

/** What a recorded step takes, in this order: the state, then these. */
export interface StepTensors {
  readonly features: Tensor;
  readonly labels: Tensor;
  /** Null: no dropout. */
  readonly mask: Tensor | null;
  /** As `NumbersLayout` packs them. */
  readonly numbers: Tensor;
  /** [6], see `TOTALS`. */
  readonly totals: Tensor;
}

/** Places in the vector of totals. `ok` is 1 until a loss is not finite, then 0 and `broke` that loss. */
export const TOTALS = { loss: 0, correct: 1, images: 2, steps: 3, ok: 4, broke: 5 } as const;

/**
 * The step of a program as one function of tensors: what `walk` does, with the loss where the logits
 * are. Gives the new state and totals; where a loss was not finite, now or before, the old ones.
 */
export function recordStep(
  program: Program,
  layout: NumbersLayout,
  kernels: Kernels,
  state: BranchState,
  { features, labels, mask, numbers, totals }: StepTensors,
): { readonly state: BranchState; readonly totals: Tensor } {
  const { tf } = kernels;
  const { forward, update } = program;
  const { optimizerOf, labelSmoothing, maxNorm } = layout.unpack(tf, numbers);
  const moved: TensorMap = new Map();
  const gradients: TensorMap = new Map();
  const context: PassContext = {
    ...{ kernels, epsilon: forward.epsilon, tensors: state, moved, gradients },
    mask: mask && rank2(mask),
  };
  const layers = forward.units.flatMap((unit) => unit.layers);
  const x = isBody(layers[0]!) ? kernels.activations.enter(features) : features;
  const passed = passForward(context, layers, x);
  const logits = rank2(passed.at(-1)!.y);
  const { loss, correct, dLogits } = deviceLoss(tf, logits, rank2(labels), labelSmoothing);
  passBackward(context, passed, dLogits);
  if (program.clip) {
    const factor = clipFactor(tf, [...gradients.values()], maxNorm);
    for (const [name, gradient] of gradients) gradients.set(name, tf.mul(gradient, factor));
  }

  const was = readTotals(tf, totals);
  const wasOk = tf.greater<Scalar>(was.ok, 0);
  const isOk = tf.logicalAnd<Scalar>(wasOk, tf.isFinite(loss));
  const choose = <Shaped extends Tensor>(next: Shaped, old: Shaped): Shaped =>
    tf.where(isOk, next, old);

  const { type, ...options } = update.optimizer;
  const def = optimizers[type]!;
  const optimizer = def.create(options);
  const trained: TensorMap = new Map(state.trained);
  const slots: TensorMap = new Map();
  for (const [name, gradient] of gradients) {
    const value = tensorOf(state.trained, name);
    const keys = layout.slots.map((slot) => slotName(name, slot));
    const old = keys.flatMap((key) => state.slots.get(key) ?? []);
    const made = optimizer.update(tf, value, gradient, old, optimizerOf(name));
    trained.set(name, choose(made.value, value));
    made.slots.forEach((next, s) => {
      slots.set(keys[s]!, choose(next, old[s] ?? tf.zerosLike(next)));
    });
  }
  const running: TensorMap = new Map(state.running);
  for (const [name, next] of moved) running.set(name, choose(next, tensorOf(running, name)));
  return {
    state: { trained, running, slots },
    totals: writeTotals(tf, {
      loss: choose(tf.add(was.loss, tf.mul(loss, features.shape[0]!)), was.loss),
      correct: choose(tf.add(was.correct, correct), was.correct),
      images: choose(tf.add(was.images, features.shape[0]!), was.images),
      steps: choose(tf.add(was.steps, 1), was.steps),
      ok: tf.cast(isOk, 'float32'),
      broke: tf.where(wasOk, loss, was.broke),
    }),
  };
}

type TotalsOf<Value> = Readonly<Record<keyof typeof TOTALS, Value>>;

function readTotals(tf: Tf, totals: Tensor): TotalsOf<Scalar> {
  const at = (name: keyof typeof TOTALS): Scalar =>
    tf.reshape(tf.slice(totals, [TOTALS[name]], [1]), []);
  return {
    ...{ loss: at('loss'), correct: at('correct'), images: at('images') },
    ...{ steps: at('steps'), ok: at('ok'), broke: at('broke') },
  };
}

function writeTotals(
  tf: Tf,
  { loss, correct, images, steps, ok, broke }: TotalsOf<Scalar>,
): Tensor {
  return tf.stack([loss, correct, images, steps, ok, broke]);
}
