import type { Dataset } from '../../../assets/datasets/dataset.js';
import type { TrunkRecipe } from '../../../core/recipe.js';
import { batchOrder } from '../../../train/input/batch-order.js';
import { createImageSource } from '../../../train/input/image-source.js';

/** What training images are drawn and changed by. */
export type TrainingDraws = Pick<TrunkRecipe, 'seed' | 'replicate' | 'augmentation' | 'batchSize'>;

/**
 * Places in `train`, rows of the training split, of some images among the first that training sees:
 * of as many classes as there are.
 */
export function chooseSamples(
  dataset: Pick<Dataset, 'labels'>,
  draws: Pick<TrainingDraws, 'seed' | 'replicate'>,
  train: Uint32Array,
  count: number,
): readonly number[] {
  const labels = dataset.labels('train');
  const whole = batchOrder({ ...draws, batchSize: train.length }, train.length).places(0, 0);
  const first = [...whole.subarray(0, AMONG)];
  const classes = new Set<number>();
  const isNew = first.map((place) => {
    const label = labels[train[place]!]!;
    return !classes.has(label) && classes.add(label).size > 0;
  });
  const [ofNewClasses, others] = [true, false].map((wanted) =>
    first.filter((_, i) => isNew[i] === wanted),
  );
  return [...ofNewClasses!, ...others!].slice(0, count);
}

/** Images that are chosen from. */
const AMONG = 128;

/**
 * What training sees of these images in an epoch: float32 or bytes [places.length, side, side, 3],
 * from the same draws, in the same batches where those are mixed.
 */
export function trainedPixels(
  dataset: Dataset,
  draws: TrainingDraws,
  train: Uint32Array,
  places: readonly number[],
  epoch: number,
): Uint8Array | Float32Array {
  const source = createImageSource(dataset, draws);
  const rowsAt = (at: ArrayLike<number>) => Array.from(at, (place) => train[place]!);
  if (!source.mixes) return source.augmented(rowsAt(places), epoch, 0).images.data;
  const order = batchOrder(draws, train.length);
  const pixels = 3 * dataset.side ** 2;
  const out = new Float32Array(places.length * pixels);
  const missing = new Set(places);
  for (let step = 0; step < order.stepsPerEpoch && missing.size > 0; step += 1) {
    const batch = [...order.places(epoch, step)];
    if (!batch.some((place) => missing.has(place))) continue;
    const { data } = source.augmented(rowsAt(batch), epoch, step).images;
    batch.forEach((place, i) => {
      if (!missing.delete(place)) return;
      out.set(data.subarray(i * pixels, (i + 1) * pixels), places.indexOf(place) * pixels);
    });
  }
  return out;
}
