import type { WeightTensor } from '../../assets/weights/weights.js';
import type { Rng } from '../../core/random.js';
import type { LinearLayer } from '../../networks/layers.js';

/**
 * Fresh tensors of a classifier's layers, by torchvision's names. Both weight and bias are uniform in
 * +-1 / sqrt(inputs), which is torch.nn.Linear's default. Pure: draws only from `rng`.
 */
export function initClassifier(
  layers: readonly LinearLayer[],
  rng: Rng,
): ReadonlyMap<string, WeightTensor> {
  return new Map(layers.flatMap((layer) => linear(layer, rng)));
}

function linear(
  { name, inputs, outputs }: LinearLayer,
  rng: Rng,
): readonly [string, WeightTensor][] {
  const bound = 1 / Math.sqrt(inputs);
  const draw = (length: number) => Float32Array.from({ length }, () => (2 * rng() - 1) * bound);
  return [
    [`${name}.weight`, { shape: [inputs, outputs], data: draw(inputs * outputs) }],
    [`${name}.bias`, { shape: [outputs], data: draw(outputs) }],
  ];
}
