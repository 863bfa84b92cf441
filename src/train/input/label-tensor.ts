import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Tf } from '../../device/kernels.js';
import { rank2 } from '../ranks.js';
import type { BatchLabels } from './native-images.js';

/** Soft labels [n, classes] on the device: shares as they are, classes one-hot. */
export function labelTensor(tf: Tf, labels: BatchLabels, classes: number): Tensor2D {
  if (labels instanceof Float32Array) {
    return tf.tensor2d(labels, [labels.length / classes, classes]);
  }
  // Of int32, then cast: asked for float32, wasm gives the bits of integers.
  return tf.tidy(() => {
    return rank2(tf.cast(tf.oneHot(tf.tensor1d(labels, 'int32'), classes), 'float32'));
  });
}
