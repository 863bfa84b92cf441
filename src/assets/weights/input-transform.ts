import type { Rgb, TrunkRecipe } from '../../core/recipe.js';
import type { NetworkWeights } from './weights.js';

/** Per channel (RGB): network input = `(byte - mean255) * scale`, all in float32. */
export interface InputTransform {
  readonly mean255: Rgb;
  readonly scale: Rgb;
}

/**
 * How image bytes become what the first convolution expects.
 *
 * An image is standardized as asked, `(byte / 255 - mean) / std`, then multiplied by the weights'
 * own `scale`; both steps are one here. For torchvision's weights and `weights` this is their mean
 * and std; for Keras' it is exactly `byte - [123.68, 116.779, 103.939]`.
 */
export function inputTransform(
  weights: Pick<NetworkWeights, 'normalization' | 'scale'>,
  normalization: TrunkRecipe['normalization'],
): InputTransform {
  const { mean, std } = normalization === 'weights' ? weights.normalization : normalization;
  // Rounded to float32, in which they are used, so that 123.68 / 255 * 255 is 123.68 again.
  return {
    mean255: perChannel((c) => Math.fround(255 * mean[c])),
    scale: perChannel((c) => Math.fround(weights.scale[c] / (255 * std[c]))),
  };
}

export function perChannel(value: (channel: 0 | 1 | 2) => number): Rgb {
  return [value(0), value(1), value(2)];
}
