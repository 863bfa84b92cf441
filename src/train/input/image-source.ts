import type { Dataset } from '../../assets/datasets/dataset.js';
import type { Split } from '../../core/data/contents.js';
import { rngFor } from '../../core/random.js';
import type { TrunkRecipe } from '../../core/recipe.js';
import { createAugmenter } from '../../images/augment.js';
import type { NativeBatch, NativeImages } from './native-images.js';

/** Images of a recipe at their data set's own size, and their labels. */
export interface ImageSource {
  /** True if training images are the same in every epoch. */
  readonly repeats: boolean;
  /** Whether training images are mixed: batches then are float32, and their labels shares. */
  readonly mixes: boolean;
  readonly classes: number;
  readonly side: number;
  /** Rows of a split as they are. */
  plain(split: Split, rows: ArrayLike<number>): NativeImages;
  /** Classes of training rows. */
  labels(rows: ArrayLike<number>): Int32Array;
  /**
   * Training rows, augmented. Each image's draws are keyed by (seed, replicate, set, epoch, row),
   * those of mixing transforms by (seed, replicate, set, epoch, step): nothing depends on the rest.
   */
  augmented(rows: ArrayLike<number>, epoch: number, step: number, how?: AugmentingHow): NativeBatch;
}

export interface AugmentingHow {
  /** Called before each image. */
  readonly next?: () => void;
  /** Where mixed images are to lie, which are large: new memory costs more than mixing. */
  readonly into?: Float32Array | undefined;
}

export function createImageSource(
  dataset: Pick<Dataset, 'classNames' | 'side' | 'labels' | 'read'>,
  { seed, replicate, augmentation }: Pick<TrunkRecipe, 'seed' | 'replicate' | 'augmentation'>,
): ImageSource {
  const { name, transforms } = augmentation;
  const augmenter = createAugmenter(transforms);
  const { side } = dataset;
  const pixels = side * side * 3;
  const classes = dataset.classNames.length;
  const labels = dataset.labels('train');

  function classesOf(rows: ArrayLike<number>): Int32Array {
    return Int32Array.from(rows, (row) => labels[row]!);
  }

  function mixed(
    bytes: Uint8Array,
    images: Float32Array,
    own: Int32Array,
    epoch: number,
    step: number,
  ): NativeBatch {
    const size = own.length;
    images.set(bytes);
    const shares = oneHot(own, classes);
    augmenter.batch(
      { images, labels: shares, size, height: side, width: side, classes },
      (transform) => rngFor('mix', seed, replicate, name, epoch, step, transform),
    );
    return { images: { data: images, size, side }, labels: shares };
  }

  return {
    repeats: augmenter.identity,
    mixes: augmenter.mixes,
    classes,
    side,
    labels: classesOf,
    plain: (split, rows) => ({ data: dataset.read(split, rows), size: rows.length, side }),
    augmented(rows, epoch, step, { next, into } = {}) {
      const size = rows.length;
      const bytes = dataset.read('train', rows);
      for (let i = 0; i < size; i += 1) {
        next?.();
        const data = bytes.subarray(i * pixels, (i + 1) * pixels);
        const image = augmenter.image({ data, height: side, width: side }, (transform) =>
          rngFor('augment', seed, replicate, name, epoch, rows[i]!, transform),
        );
        if (image.data !== data) data.set(image.data);
      }
      const own = classesOf(rows);
      if (augmenter.mixes) {
        const images = into?.subarray(0, bytes.length) ?? new Float32Array(bytes.length);
        return mixed(bytes, images, own, epoch, step);
      }
      return { images: { data: bytes, size, side }, labels: own };
    },
  };
}

function oneHot(labels: Int32Array, classes: number): Float32Array {
  const out = new Float32Array(labels.length * classes);
  labels.forEach((label, i) => {
    out[i * classes + label] = 1;
  });
  return out;
}
