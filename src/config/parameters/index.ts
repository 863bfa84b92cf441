import { augmentation } from './augmentation.js';
import {
  head,
  normalization,
  pooling,
  precision,
  scheduler,
  stem,
  unfrozenLayers,
} from './names.js';
import {
  batchSize,
  dropout,
  epochs,
  gradientClip,
  imageSize,
  labelSmoothing,
  layerLrDecay,
  learningRate,
  replicate,
} from './numbers.js';
import { momentum, nesterov, optimizer, weightDecay } from './optimizer.js';
import type { ParameterDef } from './parameter.js';

/** Every parameter that a trial understands, by its name in a sweep file. */
export const parameters = {
  learning_rate: learningRate,
  scheduler,
  augmentation,
  unfrozen_layers: unfrozenLayers,
  optimizer,
  momentum,
  nesterov,
  weight_decay: weightDecay,
  dropout,
  label_smoothing: labelSmoothing,
  batch_size: batchSize,
  epochs,
  image_size: imageSize,
  normalization,
  precision,
  gradient_clip: gradientClip,
  layer_lr_decay: layerLrDecay,
  stem,
  pooling,
  head,
  replicate,
} as const satisfies Readonly<Record<string, ParameterDef>>;

/** The parameter that a file means by a name; undefined: none. */
export function parameterCalled(name: string): ParameterDef | undefined {
  const all: Readonly<Record<string, ParameterDef>> = parameters;
  return Object.hasOwn(all, name) ? all[name] : undefined;
}
