import type { Dataset } from '../../../assets/datasets/dataset.js';
import type { MadeImages } from '../../../core/looking/looked.js';
import type { LookTask } from '../../protocol/tasks.js';
import { drawImages } from './draw-images.js';
import { chooseSamples, trainedPixels } from './training-images.js';

/** Images in a row, and pixels of all rows together. */
const MOST = 8;
const LEAST = 2;
const MOST_PIXELS = 12e6;

/**
 * The same few training images, as read and as each augmentation set makes them in the first epoch of
 * a sweep's first run, at each image size. `train`: rows of the training split.
 */
export async function makeSamples(
  dataset: Dataset,
  { data, seed, ways }: Pick<LookTask, 'data' | 'seed' | 'ways'>,
  train: Uint32Array,
): Promise<readonly MadeImages[]> {
  const { augmentations, imageSizes, batchSize } = ways;
  const pixels = imageSizes.reduce((sum, size) => sum + augmentations.length * size ** 2, 0);
  const count = Math.max(LEAST, Math.min(MOST, Math.floor(MOST_PIXELS / pixels)));
  const run = { seed, replicate: 0, batchSize };
  const places = chooseSamples(dataset, run, train, count);
  const rows = places.map((place) => train[place]!);
  const images = { split: 'train', rows } as const;
  const made: MadeImages[] = [
    {
      ...{ made: 'as read', imageSize: dataset.side },
      images: await drawImages(dataset, data.source, images),
    },
  ];
  for (const augmentation of augmentations) {
    const seen = trainedPixels(dataset, { ...run, augmentation }, train, places, 0);
    for (const size of imageSizes) {
      made.push({
        ...{ made: augmentation.name, imageSize: size },
        images: await drawImages(dataset, data.source, { ...images, pixels: seen, size }),
      });
    }
  }
  return made;
}
