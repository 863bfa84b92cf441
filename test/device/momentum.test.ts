import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../src/device/backend.js';
import { optimizers } from '../../src/train/step/optimizers/index.js';
import { describeBackends } from '../golden/backends.js';

// Small and large tensors go different ways.
describe.each([1000, 100_000])('on tensors of %i numbers,', (size) => {
  describeBackends("sgd through the backend's own op, if it has one", (load) => {
    let engine: Engine;
    beforeAll(async () => {
      engine = await load();
    });

    const options = [
      { momentum: 0.9 },
      { momentum: 0.9, weight_decay: 0.01 },
      { momentum: 0.8, nesterov: true },
      { momentum: 0.9, dampening: 0.5 },
      { momentum: 0 },
    ];
    const cases = options.flatMap((options) => [0, 4].map((count) => [options, count] as const));
    test.each(cases)('steps as the plain rule does: %o, beside %i others', (options, count) => {
      const { tf, kernels } = engine;
      const { sgd } = optimizers;
      const { numbers, update, fused } = sgd!.create(sgd!.options.parse(options));
      const make = () => [tf.linspace(-1, 1, size), [tf.linspace(2, -2, size)]] as const;
      const gradient = tf.linspace(0.5, -3, size);
      const rates = { lr: 0.1, step: 1 };

      const [value, slots] = make();
      const plain = tf.tidy(
        () => update(tf, value, gradient, slots, numbers(rates)) as never,
      ) as ReturnType<typeof update>;
      const others = [tf.linspace(3, 4, 12), tf.fill([3, 4], 0.5), tf.ones([5]), tf.zeros([2, 2])];
      const beside = others.slice(0, count).map((value) => ({
        value: value.clone(),
        gradient: value,
        slots: [value.clone()],
      }));
      const made = tf.tidy(() => {
        const [value, slots] = make();
        const tensors = [{ value, gradient, slots }, ...beside];
        return fused!(kernels, tensors, rates) as never;
      }) as ReturnType<NonNullable<typeof fused>>;
      if (options.momentum === 0 || options.dampening || !kernels.momentumStep) {
        expect(made).toBeNull();
        return;
      }
      const [first, ...rest] = made!;
      expectClose(first!.value, plain.value);
      expectClose(first!.slots[0]!, plain.slots[0]!);
      rest.forEach((beside, i) => {
        const gradient = others[i]!;
        const alone = tf.tidy(
          () => update(tf, gradient, gradient, [gradient], numbers(rates)) as never,
        ) as typeof plain;
        expect(beside.value.shape).toEqual(gradient.shape);
        expectClose(beside.value, alone.value);
        expectClose(beside.slots[0]!, alone.slots[0]!);
      });
    });

    test('leaves clones of what it takes over as they were', () => {
      const { tf, kernels } = engine;
      if (!kernels.momentumStep) return;
      const before = tf.memory().numTensors;
      const value = tf.linspace(-1, 1, size);
      const buffer = tf.linspace(2, -2, size);
      const gradient = tf.ones([size]);
      const clones = [value.clone(), buffer.clone()];
      const expected = clones.map((clone) => clone.dataSync().slice());

      const rates = { lr: 0.1, momentum: 0.9, nesterov: false, weightDecay: 0.1 };
      const [made] = kernels.momentumStep([{ value, gradient, buffer }], rates);
      clones.forEach((clone, i) => {
        expect(clone.dataSync()).toEqual(expected[i]);
      });
      expect(value.isDisposed && buffer.isDisposed).toBe(true);
      tf.dispose([gradient, ...clones, made!.value, made!.buffer]);
      expect(tf.memory().numTensors).toBe(before);
    });
  });
});

function expectClose(got: Tensor, want: Tensor): void {
  const wanted = want.dataSync<'float32'>();
  const worst = got.dataSync<'float32'>().reduce((most, value, i) => {
    const excess = Math.abs(value - wanted[i]!) / (1 + Math.abs(wanted[i]!));
    return Number.isNaN(excess) ? excess : Math.max(most, excess);
  }, 0);
  expect(worst).toBeLessThanOrEqual(1e-6);
}
