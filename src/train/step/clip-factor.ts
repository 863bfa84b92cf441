import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../../device/kernels.js';

/**
 * What to multiply all gradients with so that their joint L2 norm is at most `maxNorm`:
 * min(1, maxNorm / (norm + 1e-6)), as torch.nn.utils.clip_grad_norm_. Stays on the device.
 */
export function clipFactor(tf: Tf, gradients: readonly Tensor[], maxNorm: number | Scalar): Scalar {
  return tf.tidy(() => {
    const squares = gradients.map((gradient) => sumOfSquares(tf, gradient));
    const norm = tf.sqrt(tf.sum(tf.stack(squares)));
    return tf.minimum<Scalar>(tf.div(maxNorm, tf.add(norm, 1e-6)), 1);
  });
}

/** In two stages: a single float32 sum over two million squares would lose three digits. */
function sumOfSquares(tf: Tf, x: Tensor): Tensor {
  return tf.tidy(() => {
    const rows = tf.reshape(x, [-1, x.shape.at(-1)!]);
    return tf.sum(tf.sum(tf.square(rows), 1));
  });
}
