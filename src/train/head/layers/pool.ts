import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Pooling } from '../../../core/recipe.js';
import type { Tf } from '../../../device/kernels.js';
import type { PoolLayer } from '../../../networks/layers.js';
import { rank4 } from '../../ranks.js';
import type { PassContext, Passed } from '../pass.js';

/** Global pooling: [B, h, w, C] to [B, C]. `avgmax` is the mean of the two (as timm's). */
export function pool(tf: Tf, x: Tensor4D, pooling: Pooling): Tensor2D {
  return tf.tidy(() => {
    if (pooling === 'avg') return tf.mean<Tensor2D>(x, [1, 2]);
    const max = tf.max<Tensor2D>(x, [1, 2]);
    if (pooling === 'max') return max;
    return tf.mul(tf.add(tf.mean<Tensor2D>(x, [1, 2]), max), 0.5);
  });
}

export function poolForward({ kernels }: PassContext, layer: PoolLayer, x: Tensor4D): Passed {
  const h = kernels.activations.leave(x);
  const y = pool(kernels.tf, h, layer.pooling);
  return { layer, x: h, y, saved: h === x ? [] : [h], inner: [] };
}

export function poolBackward(
  { kernels: { tf, activations } }: PassContext,
  { pooling }: PoolLayer,
  { x, y, saved }: Passed,
  dy: Tensor2D,
): Tensor4D {
  const wide = poolGrad(tf, dy, rank4(x), pooling);
  tf.dispose([dy, y, ...saved]);
  const dx = activations.enter(wide);
  if (dx !== wide) wide.dispose();
  return dx;
}

/**
 * Gradient of `pool`: an average spreads evenly, a maximum goes to its first place in row order.
 * dy [B, C]; x what was pooled.
 */
function poolGrad(tf: Tf, dy: Tensor2D, x: Tensor4D, pooling: Pooling): Tensor4D {
  return tf.tidy(() => {
    if (pooling === 'avg') return spread(tf, dy, x);
    if (pooling === 'max') return toMaximum(tf, dy, x);
    const half = tf.mul<Tensor2D>(dy, 0.5);
    return tf.add(spread(tf, half, x), toMaximum(tf, half, x));
  });
}

function spread(tf: Tf, dy: Tensor2D, { shape: [b, h, w, c] }: Tensor4D): Tensor4D {
  return tf.tile(tf.reshape(tf.mul(dy, 1 / (h * w)), [b, 1, 1, c]), [1, h, w, 1]);
}

function toMaximum(tf: Tf, dy: Tensor2D, x: Tensor4D): Tensor4D {
  const [b, h, w, c] = x.shape;
  const places = tf.argMax(tf.reshape(x, [b, h * w, c]), 1);
  const range: Tensor = tf.reshape(tf.range(0, h * w, 1, 'int32'), [1, h * w, 1]);
  const chosen = tf.cast(tf.equal(tf.reshape(places, [b, 1, c]), range), 'float32');
  return tf.reshape(tf.mul(chosen, tf.reshape(dy, [b, 1, c])), [b, h, w, c]);
}
