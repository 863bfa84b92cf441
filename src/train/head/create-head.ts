import type { Tensor } from '@tensorflow/tfjs-core';
import type { NetworkWeights, WeightTensor } from '../../assets/weights/weights.js';
import type { TrainingRecipe, TrunkRecipe } from '../../core/recipe.js';
import type { Kernels } from '../../device/kernels.js';
import { headUnits } from '../../networks/head-units.js';
import { layerTensors, type TensorShapes } from '../../networks/layer-tensors.js';
import { weightOf } from '../trunk/fold.js';
import type { Head, HeadTensors } from './head.js';
import { createPredictor } from './predict.js';
import { forkTensors } from './tensor-map.js';

export interface HeadOptions
  extends Pick<TrainingRecipe, 'firstTrained' | 'pooling' | 'head'>,
    Pick<TrunkRecipe, 'stem'> {
  readonly classes: number;
  /** The classifier's tensors, as `initClassifier` gives them. */
  readonly fcInit: ReadonlyMap<string, WeightTensor>;
  /** Values in place of any trained tensor or running statistic: a checkpoint's. */
  readonly overrides?: ReadonlyMap<string, WeightTensor>;
}

/**
 * The part of a network that trains: units from `firstTrained` on.
 *
 * @throws {WeightsError} a tensor is missing.
 */
export function createHead(kernels: Kernels, weights: NetworkWeights, options: HeadOptions): Head {
  const { tf } = kernels;
  const { fcInit, overrides } = options;
  const units = headUnits(weights.network, { ...options, layout: weights.layout });
  const { trained, running } = layerTensors(units.flatMap(({ layers }) => layers));
  const classifier = new Set(layerTensors(units.at(-1)!.layers).trained.map(([name]) => name));

  function upload(shapes: TensorShapes): Map<string, Tensor> {
    return new Map(
      shapes.map(([name]) => {
        const own = classifier.has(name) ? { ...weights, tensors: fcInit } : weights;
        const { data, shape } = overrides?.get(name) ?? weightOf(own, name);
        return [name, tf.keep(tf.tensor(data.slice(), [...shape]))];
      }),
    );
  }
  return headOver(kernels, { units, epsilon: weights.epsilon }, upload(trained), upload(running));
}

/** The head whose tensors these are; it owns them. */
function headOver(
  kernels: Kernels,
  form: Pick<Head, 'units' | 'epsilon'>,
  trained: HeadTensors['trained'],
  running: HeadTensors['running'],
): Head {
  const { tf } = kernels;
  const predictor = createPredictor(kernels, form, { trained, running });
  return {
    ...form,
    ...predictor,
    trained,
    running,
    fork: () => headOver(kernels, form, forkTensors(tf, trained), forkTensors(tf, running)),
    dispose() {
      predictor.freeFolded();
      tf.dispose([...trained.values(), ...running.values()]);
    },
  };
}
