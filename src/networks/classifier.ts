import type { HeadRecipe } from '../core/recipe.js';
import type { LinearLayer } from './layers.js';

/**
 * The linear layers over pooled features, by torchvision's names: `fc`, or of an mlp `fc.0` and
 * `fc.2`, as in torch's Sequential(Linear, ReLU, Linear), which counts the ReLU as 1.
 */
export function classifierLayers(
  head: HeadRecipe,
  features: number,
  classes: number,
): readonly LinearLayer[] {
  const linear = (name: string, inputs: number, outputs: number, relu: boolean): LinearLayer => {
    return { kind: 'linear', name, inputs, outputs, relu };
  };
  if (head.type === 'linear') return [linear('fc', features, classes, false)];
  return [linear('fc.0', features, head.width, true), linear('fc.2', head.width, classes, false)];
}
