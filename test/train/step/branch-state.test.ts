import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { weightsFor } from '../../../src/assets/weights/index.js';
import type { NetworkWeights } from '../../../src/assets/weights/weights.js';
import type { Choice } from '../../../src/core/json.js';
import { rngFor } from '../../../src/core/random.js';
import type { Engine } from '../../../src/device/backend.js';
import { resnet18 } from '../../../src/networks/resnet18.js';
import { optimizers } from '../../../src/train/step/optimizers/index.js';
import type { Stepper } from '../../../src/train/step/stepper.js';
import { NOTHING } from '../../../src/train/step/totals.js';
import { describeEngines } from '../../golden/programs.js';
import { digests } from './digest.js';
import { OPTIMIZERS, smallBranch } from './small-branch.js';

describeEngines("a branch's state", (load) => {
  let engine: Engine;
  let weights: NetworkWeights;
  let features: Tensor;
  let labels: Tensor2D;

  beforeAll(async () => {
    engine = await load();
    const model = { architecture: resnet18.name, weights: 'random' };
    weights = await weightsFor('random').load(model, '', 0);
    const { tf } = engine;
    const rng = rngFor('features');
    const data = Float32Array.from({ length: 4 * 2 * 2 * 512 }, () => rng());
    features = tf.tensor4d(data, [4, 2, 2, 512]);
    labels = tf.tensor2d([1, 0, 0, 1, 0, 1, 1, 0], [4, 2]);
  });
  afterAll(() => engine.tf.dispose([features, labels]));

  const branch = (optimizer: Choice, firstTrained?: string) =>
    smallBranch(engine, weights, { optimizer, ...(firstTrained ? { firstTrained } : {}) });

  function train(stepper: Stepper, steps: readonly number[], cycled = false) {
    return steps.map((step) => {
      const rates = { lr: 0.01, step, ...(cycled ? { momentum: 0.9 - step / 10 } : {}) };
      stepper.begin(NOTHING);
      stepper.step({ features, labels, mask: null, rates });
      return stepper.totals();
    });
  }

  describe.each(OPTIMIZERS)('of %s %j', (type, options) => {
    test.each([false, true])(
      'is all that training goes on from (momentum cycled: %s)',
      (cycled) => {
        const before = engine.tf.memory().numTensors;
        const through = branch({ type, ...options });
        train(through.stepper, [0, 1], cycled);
        const rest = train(through.stepper, [2, 3], cycled);

        const first = branch({ type, ...options });
        train(first.stepper, [0, 1], cycled);
        const between = first.stepper.read();
        first.dispose();

        const second = branch({ type, ...options });
        train(second.stepper, [0], cycled); // to have something to overwrite
        second.stepper.write(between);
        expect(train(second.stepper, [2, 3], cycled)).toEqual(rest);
        expect(digests(second.stepper.read())).toEqual(digests(through.stepper.read()));

        through.dispose();
        second.dispose();
        expect(engine.tf.memory().numTensors).toBe(before);
      },
    );

    test('names what the optimizer keeps of each trained tensor', () => {
      const { head, stepper, dispose } = branch({ type, ...options });
      expect(stepper.read().slots.size).toBe(0);
      train(stepper, [0]);
      const { trained, slots } = stepper.read();
      const resolved = optimizers[type]!.options.parse(options);
      const names = optimizers[type]!.slots(resolved, false);
      const expected = [...head.trained.keys()].flatMap((name) =>
        names.map((slot) => `${name}/${slot}`),
      );
      expect([...slots.keys()].sort()).toEqual(expected.sort());
      for (const [name, { shape }] of slots) {
        expect(shape).toEqual(trained.get(name.split('/')[0]!)!.shape);
      }
      dispose();
    });
  });

  test('is seen by predictions as soon as it is written', () => {
    const { tf } = engine;
    const [from, to] = [branch({ type: 'sgd' }), branch({ type: 'sgd' })];
    const predict = ({ head }: typeof from) =>
      tf.tidy(() => Array.from(head.predict(features).dataSync()));
    train(from.stepper, [0, 1]);
    expect(predict(to)).not.toEqual(predict(from));
    to.stepper.write(from.stepper.read());
    expect(predict(to)).toEqual(predict(from));
    from.dispose();
    to.dispose();
  });

  test("is refused where it is another head's", () => {
    const [one, other] = [branch({ type: 'sgd' }), branch({ type: 'sgd' }, 'fc')];
    expect(() => other.stepper.write(one.stepper.read())).toThrow(
      /trained tensors are .*expected/s,
    );
    one.dispose();
    other.dispose();
  });
});
