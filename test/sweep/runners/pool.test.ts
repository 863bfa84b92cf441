import { MessageChannel } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import { DataError } from '../../../src/core/errors.js';
import { createPool, type Pool, type PoolOptions } from '../../../src/sweep/runners/pool.js';
import { createControl } from '../../../src/worker/protocol/control.js';
import { fakeRecipe } from '../../fakes/specs.js';

const worker = new URL('../../fakes/worker.mjs', import.meta.url);
let pool: Pool;
afterEach(() => pool.close());

function start(options: Partial<PoolOptions> = {}): Pool {
  pool = createPool({ worker, workers: 1, ...options });
  return pool;
}

function train(behavior: string, epochs = 1) {
  const { port1, port2 } = new MessageChannel();
  port1.unref();
  const trials = [
    { trialId: 1, recipe: fakeRecipe({ augmentation: behavior, epochs }), checkpoint: null },
  ];
  const setting = { cacheDir: '', backend: 'wasm', classNames: [], cacheBytes: 0 };
  const fresh = { dataDigest: null, from: null, snapshots: null, placeFile: '/nowhere/place' };
  const how = { spill: null, keep: 1, followed: false, sharing: true, ...fresh };
  const task = { ...setting, ...how, trials, control: createControl(1).memory, port: port2 };
  return pool.call('train', task, { transfer: [port2] });
}

test('an error thrown as plain data comes back as an error of its class', async () => {
  start();
  const error = await train('throwPlain').catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(DataError);
  expect((error as DataError).message).toBe('no images');
});

test('more calls than threads wait for their turn', async () => {
  start({ workers: 2 });
  const results = await Promise.all(Array.from({ length: 7 }, () => train('flood', 5)));
  expect(results.map(({ trained }) => trained)).toEqual(Array(7).fill(3));
});

test('a worker module that is not there rejects the call', async () => {
  start({ worker: new URL('missing.mjs', import.meta.url) });
  await expect(train('train')).rejects.toThrow('missing.mjs');
  await expect(train('train')).rejects.toThrow('missing.mjs');
});

test('a thread that dies while it starts rejects its call instead of never answering', async () => {
  start({ worker: new URL('../../fakes/stillborn.mjs', import.meta.url) });
  await expect(train('train')).rejects.toThrow(/exit/);
  await expect(train('train')).rejects.toThrow(/exit/);
});

test('closing rejects what still runs', async () => {
  start();
  const running = train('heedful').catch((error: unknown) => error);
  await new Promise((resolve) => setTimeout(resolve, 300));
  await pool.close();
  expect(await running).toBeInstanceOf(Error);
});
