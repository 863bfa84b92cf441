import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { agentInputs } from '../../../src/app/fleet/agents/agent-inputs.js';
import { openWorkers, type Workers } from '../../../src/app/workers/open-workers.js';
import type { Inputs } from '../../../src/fleet/agent/ports.js';
import { askGateway } from '../../../src/fleet/artifacts/client/ask.js';
import { remoteBlobs } from '../../../src/fleet/artifacts/client/remote-blobs.js';
import type { Order } from '../../../src/fleet/protocol/order.js';
import { changed, fakeRecipe } from '../../fakes/specs.js';
import { order } from '../../fleet/agent/agents.js';
import { smallGateway, TOKEN } from '../../fleet/agent/small-gateway.js';
import { fakeWorld } from '../fake-world.js';

// Workers that say of images that their digest is d1, of weights w1, and of classes cat and dog.
const RIGHT = { dataDigest: 'd1', weights: 'w1' };
const folder = mkdtempSync(join(tmpdir(), 'thaw-inputs-'));
const { world } = fakeWorld(folder);
const parts: string[] = [];
let workers: Workers;

beforeAll(async () => {
  workers = await openWorkers(
    world,
    {
      ...{ backend: 'wasm', devices: 'auto', exact: true, precisions: [] },
      ...{ workers: 1, memory: 'auto', tasks: null },
    },
    {},
  );
});
afterAll(async () => {
  await workers.pool.close();
  rmSync(folder, { recursive: true });
});

/** Those of an agent whose gateway has no artifacts. */
async function startInputs(): Promise<(change: Partial<Order>) => ReturnType<Inputs['ready']>> {
  const gateway = await smallGateway();
  const blobs = remoteBlobs(askGateway(gateway.url, () => TOKEN));
  const inputs = agentInputs(world, workers, blobs, {
    onPart: ({ label, done }) => void parts.push(`${label} ${done}`),
  });
  return (change) =>
    inputs.ready(order([1, 2], { ...RIGHT, ...change }), new AbortController().signal);
}

test('what is the same here as where the sweep began is ready, and looked at once', async () => {
  const ready = await startInputs();
  const first = await ready({});
  expect(first.classNames).toEqual(['cat', 'dog']);
  expect(first.recipes).toEqual([fakeRecipe(), fakeRecipe()]);
  expect(parts).not.toEqual([]);
  parts.length = 0;
  await ready({ cohort: 'another' });
  expect(parts).toEqual([]);
});

test.each([
  [{ dataDigest: 'd2' }, 'E_DATA', /images of cifar10 are others on this machine.* d1, and d2/],
  [{ classNames: ['dog', 'cat'] }, 'E_DATA', /images of cifar10 are others/],
  [{ weights: 'w2' }, 'E_WEIGHTS', /weights random are others on this machine.*w1 here.*w2/],
] as const)('%o: others are said to be others', async (change, code, message) => {
  const ready = await startInputs();
  await expect(ready(change)).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message),
  });
});

test.each([
  [{ source: '/home/ann/images' }, 'the images of /home/ann/images'],
  [{ source: '/etc' }, 'the images of /etc'],
  [{ source: 'images' }, 'the images of images'],
  [{ source: 'folder' }, 'the images of folder'],
  [{ weights: '/home/ann/net.safetensors' }, 'the weights /home/ann/net.safetensors'],
  [{ weights: 'net.safetensors' }, 'the weights net.safetensors'],
] as const)('%o: paths of another machine are never read here', async (fields, what) => {
  const recipe = fakeRecipe();
  const { trunk } = recipe;
  const data = { ...trunk.data, ...('source' in fields ? fields : {}) };
  const model = { ...trunk.model, ...('weights' in fields ? fields : {}) };
  const trials = [{ trialId: 1, recipe: changed(recipe, { data, model }), keeps: true }];
  const ready = await startInputs();
  await expect(ready({ data, model, trials })).rejects.toMatchObject({
    code: 'E_DATA',
    message: expect.stringContaining(`no way to have ${what}: they are not among the artifacts`),
  });
});

test('a recipe of other images than its order, or that nothing trains by, is refused', async () => {
  const ready = await startInputs();
  const recipe = fakeRecipe();
  const elsewhere = { ...recipe.trunk.data, source: '/etc' };
  for (const damaged of [changed(recipe, { data: elsewhere }), changed(recipe, { batchSize: 0 })]) {
    const trials = [{ trialId: 1, recipe: damaged, keeps: true }];
    await expect(ready({ trials })).rejects.toMatchObject({ code: 'E_USAGE' });
  }
});
