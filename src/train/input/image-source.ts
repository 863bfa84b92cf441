import type { Dataset } from '../assets/datasets/dataset.js';
import type { InputTransform } from '../assets/weights/input-transform.js';
import type { Split } from '../core/data/contents.js';
import { rngFor } from '../core/random.js';
import type { TrunkRecipe } from '../core/recipe.js';
import { createAugmenter } from '../images/augment.js';
import { resizeAndNormalize } from '../images/resizing/resize.js';

/**
 * Images as the network takes them: normalized float32 [n, S, S, 3], S = `imageSize` of the recipe.
 */
export interface ImageSource {
  /** True if training images are the same in every epoch. */
  readonly repeats: boolean;
  readonly classes: number;
  /** Rows of a split as they are, resized and normalized. */
  plain(split: Split, rows: ArrayLike<number>): Float32Array;
  /** One-hot labels [n, classes] of training rows. */
  oneHot(rows: ArrayLike<number>): Float32Array;
  /**
   * Training rows, augmented. Each image's draws are keyed by (seed, replicate, set, epoch, row),
   * those of mixing transforms by (seed, replicate, set, epoch, step): nothing depends on the rest.
   */
  augmented(
    rows: ArrayLike<number>,
    epoch: number,
    step: number,
  ): { readonly images: Float32Array; readonly labels: Float32Array };
}

export function createImageSource(
  dataset: Dataset,
  recipe: TrunkRecipe,
  input: InputTransform,
): ImageSource {
  const { seed, replicate, imageSize, augmentation } = recipe;
  const { name, transforms } = augmentation;
  const augmenter = createAugmenter(transforms);
  const { side } = dataset;
  const pixels = side * side * 3;
  const classes = dataset.classNames.length;
  const labels = dataset.labels('train');

  function toInput(images: Float32Array | Uint8Array, size: number): Float32Array {
    const out = new Float32Array(size * imageSize * imageSize * 3);
    const from = { size, height: side, width: side };
    resizeAndNormalize(images, from, imageSize, input.mean255, input.scale, out);
    return out;
  }

  function oneHot(rows: ArrayLike<number>): Float32Array {
    const out = new Float32Array(rows.length * classes);
    for (let i = 0; i < rows.length; i += 1) out[i * classes + labels[rows[i]!]!] = 1;
    return out;
  }

  return {
    repeats: augmenter.identity,
    classes,
    oneHot,
    plain: (split, rows) => toInput(dataset.read(split, rows), rows.length),
    augmented(rows, epoch, step) {
      const bytes = dataset.read('train', rows);
      const images = new Float32Array(bytes.length);
      for (let i = 0; i < rows.length; i += 1) {
        const data = bytes.subarray(i * pixels, (i + 1) * pixels);
        const image = augmenter.image({ data, height: side, width: side }, (transform) =>
          rngFor('augment', seed, replicate, name, epoch, rows[i]!, transform),
        );
        images.set(image.data, i * pixels);
      }
      const batch = {
        images,
        labels: oneHot(rows),
        size: rows.length,
        height: side,
        width: side,
        classes,
      };
      augmenter.batch(batch, (transform) =>
        rngFor('mix', seed, replicate, name, epoch, step, transform),
      );
      return { images: toInput(batch.images, rows.length), labels: batch.labels };
    },
  };
}
