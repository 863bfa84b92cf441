#!/usr/bin/env node
// How fast images go to an agent: CIFAR-10 as a folder of PNG files, packed, sent through a gateway,
// fetched and unpacked.
//
//   node bench/artifacts.js postgres://... [images]
//
// The database is a new one with Thaw's tables in it; CIFAR-10 must lie in the cache. Files are
// written to the system's folder for such, and removed.

import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { cifar10 } from '#dist/assets/datasets/cifar10.js';
import { digestListing } from '#dist/assets/datasets/digest-listing.js';
import { folder as images } from '#dist/assets/datasets/folder.js';
import { inOrder } from '#dist/assets/datasets/in-order.js';
import { packImages } from '#dist/assets/packs/data-pack.js';
import { askGateway } from '#dist/fleet/artifacts/client/ask.js';
import { remoteBlobs } from '#dist/fleet/artifacts/client/remote-blobs.js';
import { blobDriverFor } from '#dist/fleet/artifacts/drivers/index.js';
import { createArtifactHandler } from '#dist/fleet/artifacts/http/artifact-handler.js';
import { fetchInputs } from '#dist/fleet/artifacts/inputs/fetch-inputs.js';
import { uploadInputs } from '#dist/fleet/artifacts/inputs/upload-inputs.js';
import { MOST_BYTES, openArtifactStore } from '#dist/fleet/artifacts/store/artifact-store.js';
import { cacheDir } from '#dist/machine/cache-dir.js';
import { connectTo } from '#dist/store/postgres/sql.js';

const [database = '', count = '60000'] = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), 'thaw-bench-artifacts-'));
const source = join(scratch, 'images');
const place = join(scratch, 'artifacts');
const progress = () => undefined;

/** @type {(title: string, work: () => Promise<number>) => Promise<void>} */
async function timed(title, work) {
  const started = performance.now();
  const bytes = await work();
  const seconds = (performance.now() - started) / 1000;
  const rate = bytes > 0 ? `, ${(bytes / 1e6 / seconds).toFixed(0)} MB/s` : '';
  console.log(`${title}: ${seconds.toFixed(1)} s${rate}`);
}

async function writeImages() {
  const data = { source: 'cifar10', decodeSize: 32 };
  const dataset = await cifar10.open(data, cacheDir(process.env));
  for (const name of dataset.classNames) {
    for (const split of ['train', 'test']) {
      mkdirSync(join(source, split, name), { recursive: true });
    }
  }
  for (const split of /** @type {const} */ (['train', 'test'])) {
    const labels = dataset.labels(split);
    const wanted = Math.round((labels.length * Number(count)) / 60_000);
    const places = Array.from({ length: wanted }, (_, row) => row);
    const written = inOrder(places, 8, async (row) => {
      const raw = { width: 32, height: 32, channels: /** @type {const} */ (3) };
      const png = await sharp(dataset.read(split, [row]), { raw })
        .png()
        .toBuffer();
      const name = dataset.classNames[labels[row]];
      await writeFile(join(source, split, String(name), `${row}.png`), png);
    });
    for await (const _ of written);
  }
  dataset.close();
}

const connections = connectTo(database);
try {
  await timed('writing PNG files', async () => {
    await writeImages();
    return 0;
  });
  const data = { source, train: 2, val: 2, decodeSize: 32 };
  const cache = join(scratch, 'cache');
  const listing = images.list?.(data, { cacheDir: cache, progress });
  if (!listing) throw new Error('a folder of images has no listing');
  const pack = packImages(source, listing);
  console.log(`${listing.files.length} files, ${(pack.total / 1e6).toFixed(1)} MB packed`);
  await timed('packing alone', async () => {
    const hash = createHash('sha256');
    for await (const chunk of pack.bytes()) hash.update(chunk);
    return pack.total;
  });

  const store = openArtifactStore({
    ...{ sql: connections, mostBytes: MOST_BYTES },
    place: await blobDriverFor(place).open(place, {}),
  });
  const handle = createArtifactHandler({ store, mostBytes: MOST_BYTES });
  const server = createServer((request, response) => {
    void handle(request, response, { team: 'bench', role: 'user' });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', () => done(null)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const blobs = remoteBlobs(askGateway(`http://127.0.0.1:${port}`, () => 'any'));

  const digest = digestListing(listing);
  const fingerprint = { classNames: listing.classNames, data: digest, weights: 'random' };
  const model = { architecture: 'resnet50', weights: 'random' };
  await timed('sending (packed twice: digest, then bytes)', async () => {
    await uploadInputs({ data, model, fingerprint, listing, cacheDir: cache }, blobs);
    return pack.total;
  });
  const blob = await blobs.find('data', digest);
  await timed('fetching the blob alone', async () => {
    await blobs.get(String(blob), join(scratch, 'blob'));
    return pack.total;
  });
  const order = { data, model, dataDigest: digest, weights: 'random' };
  const parts = { blobs, cacheDir: join(scratch, 'agent'), mostBytes: MOST_BYTES };
  await timed('fetching and unpacking', async () => {
    await fetchInputs(order, parts);
    return pack.total;
  });
  await timed('finding it in the cache', async () => {
    await fetchInputs(order, parts);
    return 0;
  });
  server.closeAllConnections();
  server.close();
} finally {
  await connections.close();
  rmSync(scratch, { recursive: true, force: true });
}
