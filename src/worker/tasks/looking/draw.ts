import type { Dataset } from '../../../assets/datasets/dataset.js';
import { drawnImages } from '../../../assets/datasets/looking/drawn-images.js';
import type { DrawnImage } from '../../../core/looking/looked.js';
import type { TrunkRecipe } from '../../../core/recipe.js';
import { openLoaded } from '../../../train/loaded.js';
import type { DrawList, DrawTask } from '../../protocol/tasks.js';
import { drawImages } from './draw-images.js';
import { chooseSamples, trainedPixels } from './training-images.js';

/** Draws images of a source as PNG. */
export async function draw(task: DrawTask): Promise<readonly (readonly DrawnImage[])[]> {
  const { trunk, lists } = task;
  const { dataset } = await (await openLoaded(task)).dataset(trunk.data);
  return Promise.all(
    lists.map((list) => drawImages(dataset, trunk.data.source, toDraw(dataset, trunk, list))),
  );
}

function toDraw(dataset: Dataset, trunk: TrunkRecipe, list: DrawList) {
  if ('split' in list) return list;
  const { train } = drawnImages(dataset, trunk.data, trunk.seed);
  const places = chooseSamples(dataset, trunk, train, list.first);
  const rows = places.map((place) => train[place]!);
  const images = { split: 'train', rows, size: trunk.imageSize } as const;
  if (list.epoch === null) return { split: 'train', rows } as const;
  return { ...images, pixels: trainedPixels(dataset, trunk, train, places, list.epoch) };
}
