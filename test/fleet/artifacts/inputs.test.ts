import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cifar10 } from '../../../src/assets/datasets/cifar10.js';
import { imagenet } from '../../../src/assets/weights/imagenet.js';
import type { DataSpec, ModelSpec } from '../../../src/core/sweep.js';
import type { Blobs } from '../../../src/fleet/artifacts/blobs.js';
import { askGateway } from '../../../src/fleet/artifacts/client/ask.js';
import { remoteBlobs } from '../../../src/fleet/artifacts/client/remote-blobs.js';
import { blobDriverFor } from '../../../src/fleet/artifacts/drivers/index.js';
import { createArtifactHandler } from '../../../src/fleet/artifacts/http/artifact-handler.js';
import { evictInputs, keptInputs } from '../../../src/fleet/artifacts/inputs/evict-inputs.js';
import { fetchInputs, withInputs } from '../../../src/fleet/artifacts/inputs/fetch-inputs.js';
import { sourcesOf } from '../../../src/fleet/artifacts/inputs/sources.js';
import { uploadInputs } from '../../../src/fleet/artifacts/inputs/upload-inputs.js';
import { openArtifactStore } from '../../../src/fleet/artifacts/store/artifact-store.js';
import { cacheDir } from '../../../src/machine/cache-dir.js';
import type { Connections } from '../../../src/store/postgres/sql.js';
import { identify } from '../../../src/worker/tasks/identify.js';
import { fakeRecipe } from '../../fakes/specs.js';
import { describeWithPostgres } from '../../postgres/describe.js';
import { fleetDatabase } from '../fleet-database.js';
import { type Served, serve } from './serve.js';

const RANDOM: ModelSpec = { architecture: 'resnet18', weights: 'random' };

describeWithPostgres('images and weights on their way to an agent', () => {
  let sql: Connections;
  let served: Served;
  let user: Blobs;
  let agent: Blobs;
  let scratch: string;

  beforeAll(async () => {
    sql = await fleetDatabase();
    const root = mkdtempSync(join(tmpdir(), 'artifacts-'));
    const place = await blobDriverFor(root).open(root, {});
    const store = openArtifactStore({ sql, place, mostBytes: 2 ** 30 });
    served = await serve(createArtifactHandler({ store, mostBytes: 2 ** 30 }));
    const patience = { tries: 2, waitMs: 10, mostMs: 10 };
    const as = (role: string) =>
      remoteBlobs(
        askGateway(served.url, () => `ours:${role}`),
        { patience },
      );
    [user, agent] = [as('user'), as('agent')];
  });
  afterAll(async () => {
    await served.close();
    await sql.close();
  });
  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), 'inputs-'));
  });

  const dataOf = (source: string): DataSpec => ({ source, train: 2, val: 2, decodeSize: 32 });

  /** As `thaw run` looks at what a sweep is made of. */
  async function looked(data: DataSpec, model: ModelSpec, cache: string) {
    const { port1: port } = new MessageChannel();
    const { data: found, weights } = await identify({
      ...{ cacheDir: cache, backend: 'wasm', data, model, port },
    });
    port.close();
    return { digest: found!.digest, listing: found!.listing, weights };
  }

  /** As a submission does: looks, and sends. */
  async function submit(data: DataSpec, model: ModelSpec = RANDOM, cache = join(scratch, 'cache')) {
    const { digest, listing, weights } = await looked(data, model, join(scratch, 'cache'));
    const fingerprint = { classNames: listing.classNames, data: digest, weights };
    await uploadInputs({ data, model, fingerprint, listing, cacheDir: cache }, user);
    return { data, model, dataDigest: digest, weights };
  }

  const onAgent = (name = 'agent') => ({
    ...{ blobs: agent, cacheDir: join(scratch, name), mostBytes: 2 ** 30 },
  });

  function layImages(source = join(scratch, 'images')): string {
    for (const split of ['train', 'test']) {
      for (const [place, name] of ['cat', 'dog'].entries()) {
        for (let n = 0; n < 3; n += 1) {
          const path = join(source, split, name, `${n} ü.png`);
          mkdirSync(dirname(path), { recursive: true });
          writeFileSync(path, randomBytes(500 + 100 * place));
        }
      }
    }
    return source;
  }

  const since = (asked: number) =>
    served.asked.slice(asked).map((line) => line.replace(/[0-9a-f]{64}$/, '*'));

  test('a folder arrives as the same images, sent once and fetched once', async () => {
    const order = await submit(dataOf(layImages()));
    const sent = served.asked.length;
    await submit(order.data);
    expect(since(sent)).toEqual(['GET /v1/keys/data/*']);

    const here = await fetchInputs(order, onAgent());
    expect(here.data).toEqual({
      ...order.data,
      source: join(scratch, 'agent/inputs/data', order.dataDigest),
    });
    expect(here.model).toEqual(order.model);
    const found = await looked(here.data, here.model, join(scratch, 'agent'));
    expect([found.digest, found.weights]).toEqual([order.dataDigest, 'random']);
    const fetched = served.asked.length;
    expect(await fetchInputs(order, onAgent())).toEqual(here);
    expect(since(fetched)).toEqual([]);
    expect(readdirSync(join(scratch, 'agent/inputs/data'))).toEqual([order.dataDigest]);
  });

  test('a recipe has the places of this machine, and all else as it was', async () => {
    const recipe = fakeRecipe();
    const here = { data: dataOf('/here'), model: { ...RANDOM, weights: '/here.safetensors' } };
    const { trunk, ...rest } = withInputs(recipe, here);
    expect(trunk).toEqual({
      ...recipe.trunk,
      data: { ...recipe.trunk.data, source: '/here' },
      model: { ...recipe.trunk.model, weights: '/here.safetensors' },
    });
    expect({ ...rest, trunk: recipe.trunk }).toEqual(recipe);
  });

  test("CIFAR-10's binary batches are packed from below their folder, too", async () => {
    const source = join(scratch, 'cifar');
    const batches = join(source, 'cifar-10-batches-bin');
    mkdirSync(batches, { recursive: true });
    for (const name of [1, 2, 3, 4, 5].map((n) => `data_batch_${n}.bin`).concat('test_batch.bin')) {
      writeFileSync(join(batches, name), Buffer.alloc(10_000 * 3073));
    }
    const data = dataOf(source);
    const cache = join(scratch, 'cache');
    const { digest, listing } = await looked(data, RANDOM, cache);
    const fingerprint = { classNames: listing.classNames, data: digest, weights: 'random' };
    const sources = sourcesOf({ data, model: RANDOM, fingerprint, listing, cacheDir: cache });
    expect(sources).toMatchObject([{ kind: 'data', key: digest }]);
    expect((await sources[0]!.pack())!.total).toBeGreaterThan(60_000 * 3073);
  });

  test('linked images arrive as files', async () => {
    const source = layImages();
    symlinkSync(join(source, 'train/cat/0 ü.png'), join(source, 'train/dog/9.png'));
    const order = await submit(dataOf(source));
    const here = await fetchInputs(order, onAgent());
    expect(statSync(join(here.data.source, 'train/dog/9.png')).isFile()).toBe(true);
    expect((await looked(here.data, here.model, join(scratch, 'agent'))).digest).toBe(
      order.dataDigest,
    );
  });

  test('a file of weights arrives by what it is, whatever it is called', async () => {
    const weights = join(scratch, 'My Net.SAFETENSORS');
    writeFileSync(weights, randomBytes(2_000_000));
    writeFileSync(join(scratch, 'config.json'), '{"secret": "stays here"}');
    const order = await submit(dataOf(layImages()), { ...RANDOM, weights });
    const here = await fetchInputs(order, onAgent());
    expect(here.model.weights).toBe(
      join(scratch, 'agent/inputs/weights', order.weights!, 'weights.safetensors'),
    );
    expect(readFileSync(here.model.weights).equals(readFileSync(weights))).toBe(true);
    expect(readdirSync(dirname(here.model.weights))).toEqual(['weights.safetensors']);
    expect((await looked(here.data, here.model, join(scratch, 'agent'))).weights).toBe(
      order.weights,
    );
  });

  test('what goes by a name arrives as it lies in the cache of who submits', async ({ skip }) => {
    const cache = cacheDir(process.env);
    const kept = imagenet.kept!;
    if (!(await kept.isWhole(kept.folder(cache)))) skip('the weights are not cached');
    const model = { architecture: 'resnet50', weights: 'imagenet' };
    const order = await submit(dataOf(layImages()), model, cache);
    expect((await fetchInputs(order, onAgent())).model).toEqual(model);
    expect(await kept.isWhole(kept.folder(join(scratch, 'agent')))).toBe(true);
  });

  test('CIFAR-10 as it lies in a cache is known by each of its bytes', async ({ skip }) => {
    const { folder, names, isWhole } = cifar10.kept!;
    const lying = folder(cacheDir(process.env));
    if (!existsSync(join(lying, 'manifest.json'))) skip('CIFAR-10 is not cached');
    expect(await isWhole(lying)).toBe(true);
    const changed = join(scratch, 'cifar10');
    mkdirSync(changed);
    for (const name of names) symlinkSync(join(lying, name), join(changed, name));
    expect(await isWhole(changed)).toBe(true);
    rmSync(join(changed, 'test.bin'));
    writeFileSync(join(changed, 'test.bin'), 'x');
    expect(await isWhole(changed)).toBe(false);
  });

  test('what goes by a name and nobody sent is left to be fetched by it', async () => {
    const order = { data: dataOf('cifar10'), model: { ...RANDOM, weights: 'imagenet' } };
    const unknown = { ...order, dataDigest: '1'.repeat(64), weights: '2'.repeat(64) };
    expect(await fetchInputs(unknown, onAgent())).toEqual(order);
  });

  test('what nobody sent is not looked for on this machine, be there such a path', async () => {
    const source = layImages();
    const weights = join(scratch, 'net.safetensors');
    writeFileSync(weights, 'x');
    const order = {
      data: dataOf(source),
      model: RANDOM,
      dataDigest: '1'.repeat(64),
      weights: null,
    };
    await expect(fetchInputs(order, onAgent())).rejects.toMatchObject({
      code: 'E_DATA',
      message: expect.stringMatching(/no way to have the images of .*thaw run FILE --store/),
    });
    const other = await submit(dataOf(source));
    const wanted = { ...other, model: { ...RANDOM, weights }, weights: '2'.repeat(64) };
    await expect(fetchInputs(wanted, onAgent())).rejects.toThrow(/no way to have the weights/);
  });

  test('many who want the same fetch it once', async () => {
    const order = await submit(dataOf(layImages()));
    const before = served.asked.length;
    const all = await Promise.all(Array.from({ length: 4 }, () => fetchInputs(order, onAgent())));
    expect(new Set(all.map(({ data }) => data.source)).size).toBe(1);
    expect(since(before).filter((line) => line === 'GET /v1/artifacts/*')).toHaveLength(1);
  });

  test('a key that leads to other images is found out, and nothing of them stays', async () => {
    const order = await submit(dataOf(layImages()));
    const other = await submit(dataOf(layImages(join(scratch, 'others'))));
    await user.link('data', order.dataDigest, (await user.find('data', other.dataDigest))!);
    await expect(fetchInputs(order, onAgent())).rejects.toThrow(/other images than the sweep's/);
    expect(readdirSync(join(scratch, 'agent/inputs/data'))).toEqual([]);
  });

  test('an image that changes between the look and the sending stops the submission', async () => {
    const data = dataOf(layImages());
    const { digest, listing } = await looked(data, RANDOM, join(scratch, 'cache'));
    writeFileSync(join(data.source, 'train/cat/0 ü.png'), randomBytes(500));
    const fingerprint = { classNames: listing.classNames, data: digest, weights: 'random' };
    const sending = uploadInputs(
      { data, model: RANDOM, fingerprint, listing, cacheDir: join(scratch, 'cache') },
      user,
    );
    await expect(sending).rejects.toThrow(/0 ü\.png has changed/);
    expect(await user.find('data', digest)).toBeNull();
  });

  test('a cache keeps to its size: what was not used for longest goes first', async () => {
    const places: string[] = [];
    for (const name of ['a', 'b', 'c']) {
      const order = await submit(dataOf(layImages(join(scratch, name))));
      const here = await fetchInputs(order, { ...onAgent(), mostBytes: 1 });
      places.push(here.data.source);
    }
    // In use until a moment ago, all of them stay.
    expect(places.every((path) => existsSync(path))).toBe(true);
    for (const [age, path] of places.entries()) {
      const used = new Date(Date.now() - (10 - age) * 3_600_000);
      utimesSync(path, used, used);
    }
    const [, { bytes }] = keptInputs(join(scratch, 'agent')) as [unknown, { bytes: number }];
    await evictInputs(join(scratch, 'agent'), 2 * bytes + 1);
    expect(places.map((path) => existsSync(path))).toEqual([false, true, true]);
    await evictInputs(join(scratch, 'agent'), 0);
    expect(readdirSync(join(scratch, 'agent/inputs/data'))).toEqual([]);
    rmSync(scratch, { recursive: true });
  });
});
