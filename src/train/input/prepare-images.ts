import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Rgb } from '../../core/recipe.js';
import type { Tf } from '../../device/kernels.js';
import { bilinearTaps, type Taps } from '../../images/resizing/taps.js';
import type { InputForm } from './network-input.js';

/**
 * `resizeAndNormalize` in a backend's ops: native images, float32 [n, from, from, 3] in 0..255, to
 * normalized ones [n, side, side, 3].
 *
 * Of gathers, products and sums over the few taps: a matrix product would be rounded where matrix
 * products are (TF32), and multiply mostly by 0.
 */
export function prepareImages(
  tf: Tf,
  { side, mean255, scale }: InputForm,
  from: number,
): (images: Tensor4D) => Tensor4D {
  if (from === side) {
    return (images) =>
      tf.tidy(() => tf.mul(tf.sub(images, tf.tensor1d([...mean255])), tf.tensor1d([...scale])));
  }
  const taps = bilinearTaps(from, side);
  // As weights sum to 1, normalizing may come between: there are fewer values there when enlarging.
  const columns = Array.from({ length: taps.count }, (_, k) => scaledWeights(taps, k, scale));
  const rows = Array.from({ length: taps.count }, (_, k) => weightsOf(taps, k));
  const shift = scale.map((factor, channel) => -factor * mean255[channel]!);
  return (images) =>
    tf.tidy(() => {
      const across = weigh(tf, images, 2, taps, (k) => tf.tensor2d(columns[k]!, [side, 3]));
      const normalized = tf.add<Tensor4D>(across, tf.tensor1d(shift));
      return weigh(tf, normalized, 1, taps, (k) => tf.tensor3d(rows[k]!, [side, 1, 1]));
    });
}

/** The sum, over taps, of what they see along an axis times their weights. */
function weigh(
  tf: Tf,
  x: Tensor4D,
  axis: 1 | 2,
  { count, first }: Taps,
  weights: (tap: number) => ReturnType<Tf['tensor']>,
): Tensor4D {
  const terms = Array.from({ length: count }, (_, k) => {
    const seen = tf.gather(
      x,
      tf.tensor1d(
        first.map((place) => place + k),
        'int32',
      ),
      axis,
    );
    return tf.mul<Tensor4D>(seen, weights(k));
  });
  return terms.reduce((sum, term) => tf.add(sum, term));
}

/** Weight of a tap for each target pixel. */
function weightsOf({ count, first, weights }: Taps, tap: number): Float32Array {
  return Float32Array.from(first, (_, target) => weights[target * count + tap]!);
}

/** The same times each channel's scale, [side, 3]. */
function scaledWeights({ count, first, weights }: Taps, tap: number, scale: Rgb): Float32Array {
  return Float32Array.from(
    { length: 3 * first.length },
    (_, i) => weights[Math.floor(i / 3) * count + tap]! * scale[i % 3]!,
  );
}
