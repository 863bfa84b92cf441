import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../src/device/backend.js';
import { wasm } from '../../src/device/backends/wasm.js';
import type { Optimizer, StepRates, Update } from '../../src/train/step/optimizer.js';
import { optimizers } from '../../src/train/step/optimizers/index.js';

/** Options, taken by those that know them, and whether the schedule cycles the momentum. */
const SETTINGS = [
  {},
  { momentum: 0.9 },
  { amsgrad: true },
  { centered: true },
  { centered: true, momentum: 0.9 },
].flatMap((options) => [[options, false] as const, [options, true] as const]);

/** One step of one tensor. */
function take(
  optimizer: Optimizer,
  value: Tensor,
  gradient: Tensor,
  slots: readonly Tensor[],
  rates: StepRates,
): Update {
  return optimizer.update(engine.tf, value, gradient, slots, optimizer.numbers(rates));
}

let engine: Engine;
beforeAll(async () => {
  engine = await wasm.load('');
});

describe.each(Object.entries(optimizers))('every optimizer: %s', (name, def) => {
  const create = (options = {}) => def.create(def.options.parse(options));

  test('is listed under its own type', () => {
    expect(def.type).toBe(name);
  });

  test('needs no option, and refuses one it does not know', () => {
    expect(def.options.safeParse({}).success).toBe(true);
    expect(def.options.safeParse({ wieght_decay: 0 }).success).toBe(false);
    expect(def.options.safeParse({ weight_decay: -1 }).success).toBe(false);
  });

  test('finds the bottom of a bowl', () => {
    const { tf } = engine;
    tf.tidy(() => {
      let state: Update = { value: tf.tensor1d([3, -2]), slots: [] };
      for (let step = 0; step < 300; step += 1) {
        const lr = 0.98 ** step;
        state = take(create(), state.value, state.value, state.slots, { lr, step });
      }
      for (const value of state.value.dataSync()) expect(Math.abs(value)).toBeLessThan(0.1);
    });
  });

  test('decay pulls toward zero where there is no gradient', () => {
    const { tf } = engine;
    tf.tidy(() => {
      const optimizer = create({ weight_decay: 0.1 });
      const { value } = take(optimizer, tf.scalar(2), tf.scalar(0), [], { lr: 0.01, step: 0 });
      expect(value.dataSync()[0]).toBeLessThan(2);
    });
  });

  test('with rate 0 stays where it is', () => {
    const { tf } = engine;
    tf.tidy(() => {
      const { value } = take(create(), tf.scalar(2), tf.scalar(1), [], { lr: 0, step: 0 });
      expect(value.dataSync()[0]).toBe(2);
    });
  });

  test("goes on from its slots alone, and takes a schedule's momentum in its own's place, if any", () => {
    const { tf } = engine;
    tf.tidy(() => {
      const first = take(create(), tf.scalar(2), tf.scalar(1), [], { lr: 0.1, step: 0 });
      const next = (momentum: number) =>
        take(create(), first.value, tf.scalar(1), first.slots, {
          ...{ lr: 0.1, step: 1, momentum },
        }).value.dataSync()[0];
      expect(next(0.5)).toBe(next(0.5));
      const warm = take(create(), tf.scalar(2), tf.scalar(1), [], {
        ...{ lr: 0.1, step: 0 },
        momentum: 0.9,
      });
      const against = (momentum: number) =>
        take(create(), warm.value, tf.scalar(-1), warm.slots, {
          ...{ lr: 0.1, step: 1, momentum },
        }).value.dataSync()[0];
      const hasMomentum = ['momentum', 'betas'].some((option) => option in def.options.shape);
      expect(against(0.9) !== against(0.1)).toBe(hasMomentum);
    });
  });

  test.each(SETTINGS)('keeps as many slots as it says: %j, momentum cycled: %s', (more, cycled) => {
    const { tf } = engine;
    const given = def.options.safeParse(more);
    const options = given.success ? given.data : def.options.parse({});
    const names = def.slots(options, cycled);
    expect(new Set(names).size).toBe(names.length);
    tf.tidy(() => {
      const optimizer = def.create(options);
      let state: Update = { value: tf.tensor1d([3, -2]), slots: [] };
      for (const step of [0, 1]) {
        const rates = { lr: 0.1, step, ...(cycled ? { momentum: 0.9 - step / 10 } : {}) };
        state = take(optimizer, state.value, tf.tensor1d([1, 2]), state.slots, rates);
        expect(state.slots).toHaveLength(names.length);
        for (const slot of state.slots) expect(slot.shape).toEqual([2]);
      }
    });
  });

  test('leaves its arguments alone and nothing behind but its results', () => {
    const { tf } = engine;
    const [value, gradient] = [tf.tensor1d([1, 2]), tf.tensor1d([3, 4])];
    const before = tf.memory().numTensors;
    const update = tf.tidy(() => {
      const optimizer = create({ weight_decay: 0.1 });
      const { value: next, slots } = take(optimizer, value, gradient, [], { lr: 0.1, step: 0 });
      return { next, slots: [...slots] };
    });
    expect(tf.memory().numTensors - before).toBe(1 + update.slots.length);
    expect([...value.dataSync(), ...gradient.dataSync()]).toEqual([1, 2, 3, 4]);
    tf.dispose([value, gradient, update.next, ...update.slots]);
  });
});

test('nesterov asks for momentum without dampening, as in PyTorch', () => {
  const { options } = optimizers.sgd!;
  expect(options.safeParse({ nesterov: true }).success).toBe(false);
  expect(options.safeParse({ nesterov: true, momentum: 0.9, dampening: 0.1 }).success).toBe(false);
  expect(options.safeParse({ nesterov: true, momentum: 0.9 }).success).toBe(true);
});
