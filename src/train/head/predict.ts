import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Kernels } from '../../device/kernels.js';
import { type ConvLayer, isBody, type Layer } from '../../networks/layers.js';
import { rank1, rank2, rank4 } from '../ranks.js';
import { inferLayer } from '../trunk/infer.js';
import type { Head, HeadTensors } from './head.js';
import { linear } from './layers/linear.js';
import { pool } from './layers/pool.js';
import { tensorOf } from './tensor-map.js';

/**
 * A head in inference mode. Folds each batch norm, with its running statistics as they are now, into
 * its convolution at the first pass and keeps the result until `freeFolded`: a validation folds once
 * for all its batches.
 */
export function createPredictor(
  kernels: Kernels,
  { units, epsilon }: Pick<Head, 'units' | 'epsilon'>,
  { trained, running }: HeadTensors,
): Pick<Head, 'predict' | 'freeFolded'> {
  const { tf } = kernels;
  const layers = units.flatMap((unit) => unit.layers);
  const kept = new Map<string, { readonly filter: Tensor4D; readonly bias: Tensor1D }>();

  function folded({ conv, bn }: ConvLayer) {
    let found = kept.get(conv);
    if (!found) {
      found = tf.tidy(() => {
        const variance = tf.add(tensorOf(running, `${bn}.running_var`), epsilon);
        const scale = tf.mul(tensorOf(trained, `${bn}.weight`), tf.rsqrt(variance));
        const shift = tf.mul(tensorOf(running, `${bn}.running_mean`), scale);
        const filter = rank4(tensorOf(trained, `${conv}.weight`));
        const bias = rank1(tensorOf(trained, `${bn}.bias`));
        return {
          filter: tf.keep(tf.mul<Tensor4D>(filter, scale)),
          bias: tf.keep(tf.sub<Tensor1D>(bias, shift)),
        };
      });
      kept.set(conv, found);
    }
    return found;
  }

  function infer(layer: Layer, x: Tensor): Tensor {
    switch (layer.kind) {
      case 'pool':
        return pool(tf, rank4(kernels.activations.leave(x)), layer.pooling);
      case 'dropout':
        return x;
      case 'linear':
        return linear(kernels, layer, trained, rank2(x));
      default:
        return inferLayer(kernels, layer, folded, rank4(x));
    }
  }

  return {
    predict(x) {
      return tf.tidy(() => {
        let h = isBody(layers[0]!) ? kernels.activations.enter(x) : x;
        for (const layer of layers) {
          const y = infer(layer, h);
          if (h !== x && h !== y) h.dispose();
          h = y;
        }
        return rank2(h);
      });
    },
    freeFolded() {
      for (const { filter, bias } of kept.values()) tf.dispose([filter, bias]);
      kept.clear();
    },
  };
}
