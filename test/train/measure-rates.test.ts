import { expect, test } from 'vitest';
import { createLoaded } from '../../src/train/loaded.js';
import { measureRates } from '../../src/train/measure-rates.js';
import { CACHE, describeBackends } from '../golden/backends.js';

describeBackends('rates of a backend', (load) => {
  test('are those of two sizes, the larger one slower, and leave no tensor behind', async () => {
    const engine = await load();
    const loaded = createLoaded(engine, CACHE);
    const weights = await loaded.weights({ architecture: 'resnet18', weights: 'random' }, 0);
    const frozen = loaded.network(weights, { stem: 'imagenet', precision: 'float32' });
    const before = engine.tf.memory().numTensors;
    const rates = measureRates(engine, weights, frozen);
    frozen.dispose();
    expect(engine.tf.memory().numTensors).toBe(before);
    const [small, large] = rates;
    expect([small?.size, large?.size]).toEqual([64, 224]);
    expect(large!.forward).toBeLessThan(small!.forward);
    expect(large!.training).toBeLessThan(small!.training);
  });
});
