/** @import { Recipe } from '#dist/core/recipe.js' */

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { datasetFor } from '#dist/assets/datasets/index.js';
import { exportSafetensors } from '#dist/assets/weights/export-safetensors.js';
import { weightsFor } from '#dist/assets/weights/index.js';
import { drawSplit } from '#dist/core/data/draw-split.js';
import { permutation, rngFor } from '#dist/core/random.js';
import { cacheDir } from '#dist/machine/cache-dir.js';
import { classifierLayers } from '#dist/networks/classifier.js';
import { networkCalled } from '#dist/networks/index.js';
import { initClassifier } from '#dist/train/head/init-classifier.js';

/**
 * A folder with what PyTorch contenders read, written through Thaw's own code so that both sides
 * surely start from the same: the untrained network with Thaw's fresh classifier, the images and
 * labels of the split, Thaw's order of the training images in each epoch. Written once.
 *
 * @param {Recipe} recipe
 */
export async function inputsFor(recipe) {
  const key = JSON.stringify([
    recipe.trunk.model,
    recipe.trunk.data,
    recipe.trunk.seed,
    recipe.trunk.imageSize,
    recipe.pace.epochs,
  ]);
  const name = createHash('sha256').update(key).digest('hex').slice(0, 12);
  const folder = fileURLToPath(new URL(`../.work/inputs/${name}`, import.meta.url));
  if (!existsSync(folder)) {
    const part = `${folder}.part`;
    rmSync(part, { recursive: true, force: true });
    mkdirSync(part, { recursive: true });
    await writeInputs(recipe, part);
    renameSync(part, folder);
  }
  return folder;
}

/**
 * @param {Recipe} recipe
 * @param {string} folder
 */
async function writeInputs(recipe, folder) {
  const cache = cacheDir(process.env);
  const { data, model, seed, replicate } = recipe.trunk;
  const { epochs } = recipe.pace;
  const { head } = recipe.training;
  const source = datasetFor(data.source);
  const options = { cacheDir: cache, skipBad: false, progress: () => {} };
  await source.prepare(data, options);
  await weightsFor(model.weights).prepare(model, options);

  const dataset = await source.open(data, cache);
  const { classNames, side } = dataset;
  const labels = dataset.labels('train');
  const split = drawSplit(labels, classNames.length, data, seed);
  for (const [name, rows] of Object.entries(split)) {
    writeFileSync(join(folder, `${name}.images`), dataset.read('train', rows));
    writeFileSync(join(folder, `${name}.labels`), bytes(Uint16Array.from(rows, (r) => labels[r])));
  }
  dataset.close();
  writeFileSync(join(folder, 'shape.json'), JSON.stringify({ side }));
  const orders = Array.from({ length: epochs }, (_, epoch) =>
    Buffer.from(bytes(permutation(rngFor('order', seed, replicate, epoch), split.train.length))),
  );
  writeFileSync(join(folder, 'orders'), Buffer.concat(orders));

  exportSafetensors({
    weights: await weightsFor(model.weights).load(model, cache, seed),
    trained: initClassifier(
      classifierLayers(head, networkCalled(model.architecture).features, classNames.length),
      rngFor('head', seed, replicate),
    ),
    recipe,
    classNames,
    metadata: {},
    output: join(folder, 'network.safetensors'),
  });
}

/** @param {ArrayBufferView} view */
function bytes({ buffer, byteOffset, byteLength }) {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
