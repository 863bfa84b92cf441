import type { NetworkWeights, WeightTensor } from '../../assets/weights/weights.js';
import { WeightsError } from '../../core/errors.js';
import type { ConvLayer } from '../../networks/layers.js';

/** A convolution that does its batch norm's work too: `conv(x, filter) + bias`. */
export interface FoldedArrays {
  /** [k, k, in, out]. */
  readonly filter: Float32Array;
  /** [out]. */
  readonly bias: Float32Array;
}

/**
 * Folds a batch norm in inference mode into the convolution before it:
 * filter * s and beta - mean * s, where s = gamma / sqrt(variance + epsilon); in float64.
 *
 * @throws {WeightsError} a tensor is missing.
 */
export function fold(weights: NetworkWeights, { conv, bn }: ConvLayer): FoldedArrays {
  const filter = weightOf(weights, `${conv}.weight`).data;
  const gamma = weightOf(weights, `${bn}.weight`).data;
  const beta = weightOf(weights, `${bn}.bias`).data;
  const mean = weightOf(weights, `${bn}.running_mean`).data;
  const variance = weightOf(weights, `${bn}.running_var`).data;

  const scale = Float64Array.from(gamma, (g, i) => g / Math.sqrt(variance[i]! + weights.epsilon));
  const folded = new Float32Array(filter.length);
  const channels = scale.length;
  for (let from = 0; from < filter.length; from += channels) {
    for (let c = 0; c < channels; c += 1) folded[from + c] = filter[from + c]! * scale[c]!;
  }
  return { filter: folded, bias: Float32Array.from(beta, (b, i) => b - mean[i]! * scale[i]!) };
}

/** @throws {WeightsError} there is no tensor of that name. */
export function weightOf(
  { tensors, network }: Pick<NetworkWeights, 'tensors' | 'network'>,
  name: string,
): WeightTensor {
  const tensor = tensors.get(name);
  if (tensor) return tensor;
  throw new WeightsError(
    `the network's weights hold no tensor "${name}": expected those of a ${network.title}`,
  );
}
