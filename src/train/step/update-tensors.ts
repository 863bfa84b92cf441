import type { Tensor } from '@tensorflow/tfjs-core';
import type { Kernels, Tf } from '../../device/kernels.js';
import { replaceTensor, tensorOf } from '../head/tensor-map.js';
import { type BranchState, slotName } from './branch-state.js';
import type { StepRates, Update } from './optimizer.js';
import { optimizers } from './optimizers/index.js';
import type { Program } from './program.js';

/** Steps every tensor that has a gradient, those of one rate at once where the backend can. */
export function updateTensors(
  kernels: Kernels,
  { optimizer: { type, ...options }, rateFactors }: Program['update'],
): (state: BranchState, gradients: ReadonlyMap<string, Tensor>, rates: StepRates) => void {
  const { tf } = kernels;
  const def = optimizers[type]!; // a recipe names only what the registry holds
  const optimizer = def.create(options);
  const plain = slotKeys(rateFactors.keys(), def.slots(options, false));
  const cycled = slotKeys(rateFactors.keys(), def.slots(options, true));

  return (state, gradients, rates) => {
    const keys = rates.momentum === undefined ? plain : cycled;
    for (const [lr, group] of byRate(gradients, rateFactors, rates.lr)) {
      const own = { ...rates, lr };
      const numbers = optimizer.numbers(own);
      const tensors = group.map(([name, gradient]) => {
        const found = keys.get(name)!.map((key) => state.slots.get(key));
        const slots = found.filter((slot) => slot !== undefined);
        return { value: tensorOf(state.trained, name), gradient, slots };
      });
      const made = tf.tidy(() => copied(optimizer.fused?.(kernels, tensors, own) ?? []));
      group.forEach(([name], i) => {
        const { value, gradient, slots } = tensors[i]!;
        const alone = () => copied([optimizer.update(tf, value, gradient, slots, numbers)]);
        const update = made[i] ?? tf.tidy(alone)[0]!;
        putSlots(tf, state, keys.get(name)!, update.slots);
        replaceTensor(tf, state.trained, name, update.value);
      });
    }
  };
}

/** Names of each tensor's slots. */
function slotKeys(
  names: Iterable<string>,
  slots: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  return new Map(Array.from(names, (name) => [name, slots.map((slot) => slotName(name, slot))]));
}

/** One that has no successor goes: the next step begins it anew. */
function putSlots(
  tf: Tf,
  { slots }: BranchState,
  keys: readonly string[],
  next: readonly Tensor[],
): void {
  keys.forEach((key, i) => {
    const slot = next[i];
    if (slot) {
      replaceTensor(tf, slots, key, slot);
    } else {
      slots.get(key)?.dispose();
      slots.delete(key);
    }
  });
}

/** In a form that tfjs finds tensors in. */
function copied(updates: readonly Update[]) {
  return updates.map(({ value, slots }) => ({ value, slots: [...slots] }));
}

/** Gradients by the rate of their tensor's layer. */
function byRate(
  gradients: ReadonlyMap<string, Tensor>,
  factors: Program['update']['rateFactors'],
  lr: number,
): ReadonlyMap<number, readonly (readonly [string, Tensor])[]> {
  const groups = new Map<number, (readonly [string, Tensor])[]>();
  for (const entry of gradients) {
    const rate = lr * factors.get(entry[0])!;
    groups.set(rate, [...(groups.get(rate) ?? []), entry]);
  }
  return groups;
}
