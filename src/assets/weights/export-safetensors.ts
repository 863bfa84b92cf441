import type { Recipe } from '../../core/recipe.js';
import { classifierLayers } from '../../networks/classifier.js';
import { bodyConvs, bodyShapes } from '../../networks/shapes.js';
import { type TensorToWrite, writeSafetensors } from '../tensor-files/safetensors-write.js';
import { toTorch } from '../tensor-files/torch-layout.js';
import { exportMetadata } from './export-metadata.js';
import { findTensor } from './find-tensor.js';
import type { NetworkWeights, WeightTensor } from './weights.js';

export interface ExportOptions {
  /** What training started from. */
  readonly weights: NetworkWeights;
  /** Tensors of the trial's checkpoint: they replace the ones it started from. */
  readonly trained: ReadonlyMap<string, WeightTensor>;
  readonly recipe: Recipe;
  readonly classNames: readonly string[];
  /** Put beside what the file says by itself (see `exportMetadata`). */
  readonly metadata: Readonly<Record<string, string>>;
  /** Path of the file to write. */
  readonly output: string;
}

/**
 * Writes a trial's whole network for PyTorch: names, shapes and batch counters are those of
 * torchvision's `resnet50(num_classes=K).state_dict()`, or the like of its network, so that
 * `load_state_dict` takes it in strict mode; an mlp head is `fc = Sequential(Linear, ReLU,
 * Linear)`.
 *
 * @returns the file's SHA-256, hex.
 * @throws {WeightsError} a tensor is missing or misshapen.
 * @throws {DiskError} the file cannot be written.
 */
export function exportSafetensors(options: ExportOptions): string {
  const { weights, trained, recipe, classNames, metadata, output } = options;
  const tensors = new Map<string, TensorToWrite>();
  for (const [name, shape] of bodyShapes(weights.network)) {
    tensors.set(name, toTorch(find(trained.has(name) ? trained : weights.tensors, name, shape)));
  }
  for (const { bn } of bodyConvs(weights.network)) {
    tensors.set(`${bn}.num_batches_tracked`, { shape: [], data: new BigInt64Array(1) });
  }
  const layers = classifierLayers(
    recipe.training.head,
    weights.network.features,
    classNames.length,
  );
  for (const name of layers.flatMap(({ name }) => [`${name}.weight`, `${name}.bias`])) {
    tensors.set(name, toTorch(find(trained, name)));
  }
  const own = exportMetadata(weights, recipe, classNames);
  return writeSafetensors(output, tensors, { ...metadata, ...own });
}

function find(
  tensors: ReadonlyMap<string, WeightTensor>,
  name: string,
  shape?: readonly number[],
): WeightTensor {
  return findTensor(tensors, name, shape, (misshapen) =>
    misshapen
      ? `${name} is ${misshapen.shape.join(' x ')}; expected ${shape!.join(' x ')}.`
      : `The network to export lacks ${name}.`,
  );
}
