#!/usr/bin/env node
// Images a second that are augmented ahead of a training, by so many threads (0: by the thread that
// trains, as on a processor), and that JavaScript resizes beside it. Nothing trains here, so one more
// core is free than beside a training on a processor, and as many as beside one on a GPU.
//
//   node bench/augmenting.js [--sides 32,224] [--threads 0,1,2] [--sets crop-flip,randaugment,mixup]
//                            [--batch 128] [--seconds 4] [--rounds 3]

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { datasetFor } from '#dist/assets/datasets/index.js';
import { rngFor } from '#dist/core/random.js';
import { builtinSets } from '#dist/images/augmentation-sets.js';
import { resizeAndNormalize } from '#dist/images/resizing/resize.js';
import { augmentAhead } from '#dist/train/augmenting/augment-ahead.js';
import { batchOrder } from '#dist/train/input/batch-order.js';
import { createImageSource } from '#dist/train/input/image-source.js';
import { median } from './median.js';

const { values } = parseArgs({
  options: {
    sides: { type: 'string', default: '32,224' },
    threads: { type: 'string', default: '0,1,2' },
    sets: { type: 'string', default: 'crop-flip,randaugment,mixup' },
    batch: { type: 'string', default: '128' },
    seconds: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '3' },
  },
});
/** @param {string} text */
const numbers = (text) => text.split(',').map(Number);
const batchSize = Number(values.batch);
const IMAGES = 1024;
const SUPERVISOR = new URL('../dist/train/augmenting/supervisor.js', import.meta.url);

/** @type {Record<string, number[]>} images a second in each round, by what is measured */
const rates = {};
/**
 * @param {string} what
 * @param {number} rate
 */
function note(what, rate) {
  rates[what] ??= [];
  rates[what].push(Math.round(rate));
}

for (const side of numbers(values.sides)) {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-augmenting-'));
  const { dataset, data } = await openNoise(folder, side);
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const name of values.sets.split(',')) {
      for (const count of numbers(values.threads)) {
        const rate = await measure(dataset, data, name, count);
        note(`${side} px, ${name}, ${count} threads`, rate);
      }
    }
    const to = side > 64 ? 200 : 64;
    note(`${side} px, resized to ${to} by this thread`, measureResizing(dataset, side, to));
  }
  dataset.close();
  rmSync(folder, { recursive: true });
}

for (const [what, list] of Object.entries(rates)) {
  process.stdout.write(`${what}: ${median(list)} images/s\n`);
}
const machine = { processor: cpus()[0].model, cores: availableParallelism() };
const time = new Date().toISOString().slice(0, 16).replace(':', '');
const file = new URL(`./results/augmenting-${time}.json`, import.meta.url);
mkdirSync(new URL('.', file), { recursive: true });
writeFileSync(file, `${JSON.stringify({ machine, batchSize, rates }, null, 1)}\n`);

/**
 * Images of soft noise, two classes, decoded.
 *
 * @param {string} folder
 * @param {number} side
 */
async function openNoise(folder, side) {
  const source = join(folder, 'images');
  for (let i = 0; i < IMAGES; i += 1) {
    const place = join(source, 'train', i % 2 ? 'cat' : 'dog');
    mkdirSync(place, { recursive: true });
    const rng = rngFor('noise', i);
    const pixels = Uint8Array.from({ length: 8 * 8 * 3 }, () => Math.floor(256 * rng()));
    const image = sharp(pixels, { raw: { width: 8, height: 8, channels: 3 } });
    await image
      .resize(side, side)
      .jpeg()
      .toFile(join(place, `${i}.jpg`));
  }
  const data = { source, train: IMAGES, val: 0, decodeSize: side };
  const options = { cacheDir: folder, skipBad: false, progress: () => undefined };
  const def = datasetFor(source);
  await def.prepare(data, options);
  return { dataset: await def.open(data, folder), data };
}

/**
 * @param {import('#dist/assets/datasets/dataset.js').Dataset} dataset
 * @param {import('#dist/core/sweep.js').DataSpec} data
 * @param {string} name of the augmentation
 * @param {number} count of threads
 */
async function measure(dataset, data, name, count) {
  /** @type {import('#dist/core/recipe.js').TrunkRecipe} */
  const recipe = {
    model: { architecture: 'resnet50', weights: 'random' },
    ...{ data, seed: 1, replicate: 0, imageSize: 64, normalization: 'weights', batchSize },
    ...{ stem: 'imagenet', precision: 'float32' },
    augmentation: { name, transforms: builtinSets[name] },
  };
  const rows = Uint32Array.from({ length: IMAGES }, (_, row) => row);
  const source = createImageSource(dataset, recipe);
  const order = batchOrder(recipe, IMAGES);
  const threads = { count, supervisor: SUPERVISOR };
  const epochs = 1e6;
  const images = augmentAhead({
    ...{ dataset, source, recipe, rows, epochs, threads, pause: () => undefined },
  });
  let batch = 0;
  const take = () => {
    const [epoch, step] = [Math.floor(batch / order.stepsPerEpoch), batch % order.stepsPerEpoch];
    batch += 1;
    const taken = images.take({ epoch, step, rows: order.places(epoch, step) });
    return taken.images.data.slice().length;
  };
  // Threads come up beside some batches that this one makes.
  const warm = performance.now() + 1500;
  while (performance.now() < warm) take();
  const started = performance.now();
  const first = batch;
  while (performance.now() < started + 1000 * Number(values.seconds)) take();
  const seconds = (performance.now() - started) / 1000;
  await images.close();
  return ((batch - first) * batchSize) / seconds;
}

/**
 * @param {import('#dist/assets/datasets/dataset.js').Dataset} dataset
 * @param {number} side
 * @param {number} to
 */
function measureResizing(dataset, side, to) {
  const rows = Uint32Array.from({ length: batchSize }, (_, row) => row);
  const data = dataset.read('train', rows);
  const out = new Float32Array(batchSize * to * to * 3);
  const shape = { size: batchSize, height: side, width: side };
  const started = performance.now();
  let images = 0;
  while (performance.now() < started + 1000 * Number(values.seconds)) {
    resizeAndNormalize(data, shape, to, [124, 116, 104], [0.017, 0.017, 0.017], out);
    images += batchSize;
  }
  return images / ((performance.now() - started) / 1000);
}
