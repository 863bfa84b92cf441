import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Kernels } from '../../../device/kernels.js';
import type { NativeBatch } from '../../input/native-images.js';
import { nativeWidth, writeNative } from '../../input/native-tensor.js';
import { type StagedRows, stageRows, stepsAtOnce } from '../../input/stage-rows.js';
import { rank2 } from '../../ranks.js';
import type { BatchImages, BatchPlace } from './batch-place.js';

/** Batches of images and their soft labels, brought to the device some steps ahead. */
export interface StagedBatches {
  /** Images as `nativeTensor` has them, and labels [n, K]; the caller's. */
  take(
    place: BatchPlace,
    make: (images: BatchImages) => NativeBatch,
  ): { readonly images: Tensor; readonly labels: Tensor2D };
  dispose(): void;
}

/** A row is an image followed by its labels. */
export function stageBatches(kernels: Kernels, classes: number): StagedBatches {
  const { tf } = kernels;
  let staged: StagedRows | null = null;
  /** Numbers of an image, and its shape where they are not packed. */
  let width = 0;
  let shape: readonly number[] = [];

  function write({ images, labels }: NativeBatch): Float32Array {
    const stride = width + classes;
    const rows = new Float32Array(images.size * stride);
    writeNative(kernels, images, 0, images.size, rows, stride);
    for (let i = 0; i < images.size; i += 1) {
      const at = i * stride + width;
      if (labels instanceof Float32Array) {
        rows.set(labels.subarray(i * classes, (i + 1) * classes), at);
      } else {
        rows[at + labels[i]!] = 1;
      }
    }
    return rows;
  }

  function open(first: NativeBatch): StagedRows {
    const { images } = first;
    width = nativeWidth(kernels, images);
    shape = width === images.side ** 2 * 3 ? [images.side, images.side, 3] : [width];
    const row = width + classes;
    const steps = stepsAtOnce(4 * row * images.size);
    return stageRows(tf, { shape: [row], steps });
  }

  return {
    take(place, make) {
      let first: NativeBatch | null = null;
      if (!staged) {
        first = make(place);
        staged = open(first);
      }
      const batch = staged.take(place, (after) => {
        const then = after === 0 ? place : place.later(after);
        return then && write(after === 0 && first ? first : make(then));
      });
      const [n] = batch.shape;
      return tf.tidy(() => {
        const images = tf.reshape(tf.slice(batch, [0, 0], [n!, width]), [n!, ...shape]);
        const labels = rank2(tf.slice(batch, [0, width], [n!, classes]));
        batch.dispose();
        return { images, labels };
      });
    },
    dispose() {
      staged?.dispose();
      staged = null;
    },
  };
}
