import type { Recipe } from '../core/recipe.js';
import { headUnits } from '../networks/head-units.js';
import { networkCalled } from '../networks/index.js';
import { layerTensors } from '../networks/layer-tensors.js';

/** How many numbers the optimizer steps, known before any training. */
export function trainedParameters({ trunk, training }: Recipe, classes: number): number {
  const network = networkCalled(trunk.model.architecture);
  const { firstTrained, pooling, head } = training;
  // Where strides lie changes no tensor's shape.
  const form = { ...{ firstTrained, pooling, head, classes }, stem: trunk.stem } as const;
  const units = headUnits(network, { ...form, layout: 'v1' });
  const { trained } = layerTensors(units.flatMap(({ layers }) => layers));
  return trained.reduce((sum, [, shape]) => sum + shape.reduce((size, n) => size * n, 1), 0);
}
