import type { Tensor } from '@tensorflow/tfjs-core';
import type { Kernels } from '../../device/kernels.js';
import { replaceTensor, tensorOf } from '../head/tensor-map.js';
import { type BranchState, slotName } from './branch-state.js';
import type { StepRates, Update } from './optimizer.js';
import { optimizers } from './optimizers/index.js';
import type { Program } from './program.js';

/** Steps every tensor that has a gradient, those of one rate at once where the backend can. */
export function updateTensors(
  kernels: Kernels,
  { optimizer: { type, ...options }, rateFactors }: Program['update'],
  state: BranchState,
  gradients: ReadonlyMap<string, Tensor>,
  rates: StepRates,
): void {
  const { tf } = kernels;
  const def = optimizers[type]!; // a recipe names only what the registry holds
  const optimizer = def.create(options);
  const slotNames = def.slots(options, rates.momentum !== undefined);

  function slotsOf(name: string): readonly Tensor[] {
    const found = slotNames.map((slot) => state.slots.get(slotName(name, slot)));
    return found.filter((slot) => slot !== undefined);
  }

  function put(name: string, { value, slots }: Update): void {
    slotNames.forEach((slot, i) => {
      const key = slotName(name, slot);
      const next = slots[i];
      if (next) {
        replaceTensor(tf, state.slots, key, next);
      } else {
        state.slots.get(key)?.dispose();
        state.slots.delete(key);
      }
    });
    replaceTensor(tf, state.trained, name, value);
  }

  for (const [lr, group] of byRate(gradients, rateFactors, rates.lr)) {
    const own = { ...rates, lr };
    const tensors = group.map(([name, gradient]) => {
      return { value: tensorOf(state.trained, name), gradient, slots: slotsOf(name) };
    });
    const made = tf.tidy(() => copied(optimizer.fused?.(kernels, tensors, own) ?? []));
    group.forEach(([name], i) => {
      const { value, gradient, slots } = tensors[i]!;
      const alone = () => copied([optimizer.update(tf, value, gradient, slots, own)]);
      put(name, made[i] ?? tf.tidy(alone)[0]!);
    });
  }
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
