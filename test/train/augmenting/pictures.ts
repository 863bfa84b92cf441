import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Dataset } from '../../../src/assets/datasets/dataset.js';
import { datasetFor } from '../../../src/assets/datasets/index.js';
import { drawInt, rngFor } from '../../../src/core/random.js';
import type { TrunkRecipe } from '../../../src/core/recipe.js';
import { builtinSets } from '../../../src/images/augmentation-sets.js';
import { fakeRecipe } from '../../fakes/specs.js';

export interface Pictures {
  readonly dataset: Dataset;
  /** Where they lie decoded. */
  readonly cacheDir: string;
  /** A recipe of batches of 4 of these images, 3 a class. */
  recipe(augmentation: TrunkRecipe['augmentation']): TrunkRecipe;
  close(): void;
}

/** A folder of images of noise, three of each of three classes, opened. */
export async function openPictures(side: number): Promise<Pictures> {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-pictures-'));
  const source = join(folder, 'images');
  for (const name of ['cat', 'dog', 'eel']) {
    mkdirSync(join(source, 'train', name), { recursive: true });
    for (let i = 0; i < 3; i += 1) {
      const rng = rngFor('picture', name, i);
      const data = Uint8Array.from({ length: side * side * 3 }, () => drawInt(rng, 256));
      const image = sharp(data, { raw: { width: side, height: side, channels: 3 } });
      await image.png().toFile(join(source, 'train', name, `${i}.png`));
    }
  }
  const data = { source, train: 9, val: 0, decodeSize: side };
  const options = { cacheDir: folder, skipBad: false, progress: () => undefined };
  await datasetFor(source).prepare(data, options);
  const dataset = await datasetFor(source).open(data, folder);
  return {
    dataset,
    cacheDir: folder,
    recipe: (augmentation) => ({ ...fakeRecipe().trunk, data, augmentation, batchSize: 4 }),
    close() {
      dataset.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export function builtin(name: string): TrunkRecipe['augmentation'] {
  return { name, transforms: builtinSets[name]! };
}
