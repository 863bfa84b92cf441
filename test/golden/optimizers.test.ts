import { beforeAll, expect, test } from 'vitest';
import type { JsonObject } from '../../src/core/json.js';
import type { Engine } from '../../src/device/backend.js';
import { optimizers } from '../../src/train/step/optimizers/index.js';
import { describeBackends } from './backends.js';
import { excess, readGolden } from './golden.js';

interface Entry {
  readonly name: string;
  /** torch.optim's class. */
  readonly optimizer: string;
  readonly params: JsonObject;
  readonly lrs: readonly number[];
  readonly steps: readonly (readonly number[])[];
}

const { meta, start, grads, entries } = readGolden<{
  meta: { tolerance: { rel: number; abs: number } };
  start: number[];
  grads: number[][];
  entries: readonly Entry[];
}>('optimizers.json');

describeBackends('optimizers', (load) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await load();
  });

  test.each(entries)("step as PyTorch's: $name", ({ optimizer, params, lrs, steps }) => {
    const { tf } = engine;
    const def = optimizers[optimizer.toLowerCase()];
    if (!def) throw new Error(`no optimizer of ours is PyTorch's ${optimizer}`);
    const { lr: _, ...options } = params;
    const { numbers, update } = def.create(def.options.parse(options));

    tf.tidy(() => {
      let state: ReturnType<typeof update> = { value: tf.tensor1d(start), slots: [] };
      lrs.forEach((lr, step) => {
        const gradient = tf.tensor1d(grads[step]!);
        state = update(tf, state.value, gradient, state.slots, numbers({ lr, step }));
        const got = state.value.dataSync();
        expect(excess(got, steps[step]!, meta.tolerance)).toBeLessThanOrEqual(0);
      });
    });
  });
});
