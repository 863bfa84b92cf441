import type { WeightTensor } from '../../assets/weights/weights.js';
import type { Rng } from '../../core/random.js';
import type { HeadRecipe } from '../../core/recipe.js';
import { FEATURES } from '../../networks/resnet50/shapes.js';

/**
 * A fresh classifier, by torchvision's names: `fc.weight` [2048, classes] and `fc.bias`; of an mlp
 * `fc.0` and `fc.2`, as in torch's Sequential(Linear, ReLU, Linear). Both kernel and bias are
 * uniform in +-1 / sqrt(inputs), which is torch.nn.Linear's default. Pure: draws only from `rng`.
 */
export function initClassifier(
  head: HeadRecipe,
  classes: number,
  rng: Rng,
): ReadonlyMap<string, WeightTensor> {
  if (head.type === 'linear') return new Map(linear('fc', FEATURES, classes, rng));
  return new Map([
    ...linear('fc.0', FEATURES, head.width, rng),
    ...linear('fc.2', head.width, classes, rng),
  ]);
}

function linear(
  name: string,
  inputs: number,
  outputs: number,
  rng: Rng,
): readonly [string, WeightTensor][] {
  const bound = 1 / Math.sqrt(inputs);
  const draw = (length: number) => Float32Array.from({ length }, () => (2 * rng() - 1) * bound);
  return [
    [`${name}.weight`, { shape: [inputs, outputs], data: draw(inputs * outputs) }],
    [`${name}.bias`, { shape: [outputs], data: draw(outputs) }],
  ];
}
