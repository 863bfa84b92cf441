import { WeightsError } from '../../core/errors.js';
import type { Recipe } from '../../core/recipe.js';
import { BODY_SHAPES, CONVS } from '../../networks/resnet50/shapes.js';
import { type TensorToWrite, writeSafetensors } from '../tensor-files/safetensors-write.js';
import { toTorch } from '../tensor-files/torch-layout.js';
import { exportMetadata } from './export-metadata.js';
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
 * torchvision's `resnet50(num_classes=K).state_dict()`, so that `load_state_dict` takes it in strict
 * mode; an mlp head is `fc = Sequential(Linear, ReLU, Linear)`.
 *
 * @throws {WeightsError} a tensor is missing or misshapen, or the file cannot be written.
 */
export function exportSafetensors(options: ExportOptions): void {
  const { weights, trained, recipe, classNames, metadata, output } = options;
  const tensors = new Map<string, TensorToWrite>();
  for (const [name, shape] of BODY_SHAPES) {
    tensors.set(name, toTorch(find(trained.has(name) ? trained : weights.tensors, name, shape)));
  }
  for (const { bn } of CONVS) {
    tensors.set(`${bn}.num_batches_tracked`, { shape: [], data: new BigInt64Array(1) });
  }
  const layers = recipe.training.head.type === 'linear' ? ['fc'] : ['fc.0', 'fc.2'];
  for (const name of layers.flatMap((layer) => [`${layer}.weight`, `${layer}.bias`])) {
    tensors.set(name, toTorch(find(trained, name)));
  }
  const own = exportMetadata(weights, recipe, classNames);
  writeSafetensors(output, tensors, { ...metadata, ...own });
}

function find(
  tensors: ReadonlyMap<string, WeightTensor>,
  name: string,
  shape?: readonly number[],
): WeightTensor {
  const tensor = tensors.get(name);
  if (tensor && (!shape || shape.join() === tensor.shape.join())) return tensor;
  throw new WeightsError(
    tensor
      ? `${name} is ${tensor.shape.join(' x ')}; expected ${shape!.join(' x ')}.`
      : `The network to export lacks ${name}.`,
  );
}
