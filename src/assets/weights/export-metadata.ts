import { WeightsError } from '../../core/errors.js';
import type { Recipe, Rgb } from '../../core/recipe.js';
import { flatRecipe, IMAGENET } from '../../core/recipe.js';
import { perChannel } from './input-transform.js';
import type { NetworkWeights } from './weights.js';

/** What a file says about the network beside its tensors. */
export type TrainedWith = Pick<NetworkWeights, 'layout' | 'epsilon' | 'normalization' | 'scale'>;

/**
 * Metadata of an exported network: all that is needed to run it elsewhere. Everything that isn't
 * one word is JSON. `mean` and `std` are for RGB in 0..1 and give the network's input directly;
 * `input_scale` is the part of `std` that belongs to the weights, not to the images.
 */
export function exportMetadata(
  weights: TrainedWith,
  recipe: Recipe,
  classNames: readonly string[],
): Readonly<Record<string, string>> {
  const { trunk, training } = recipe;
  const asked = trunk.normalization === 'weights' ? weights.normalization : trunk.normalization;
  return {
    format: 'pt',
    producer: PRODUCER,
    architecture: trunk.model.architecture,
    layout: weights.layout,
    epsilon: String(weights.epsilon),
    mean: JSON.stringify(asked.mean),
    std: JSON.stringify(perChannel((c) => asked.std[c] / weights.scale[c])),
    input_scale: JSON.stringify(weights.scale),
    image_size: String(trunk.imageSize),
    stem: trunk.stem,
    pooling: training.pooling,
    head: JSON.stringify(training.head),
    class_names: JSON.stringify(classNames),
    recipe: JSON.stringify(flatRecipe(recipe)),
  };
}

/**
 * The reverse: what an exported file says, or what torchvision's and timm's ResNets have.
 *
 * @throws {WeightsError} it was exported from here, and its metadata is broken.
 */
export function trainedWith(metadata: Readonly<Record<string, string>>, path: string): TrainedWith {
  if (metadata.producer !== PRODUCER) {
    return { layout: 'v1.5', epsilon: 1e-5, normalization: IMAGENET, scale: [1, 1, 1] };
  }
  const { layout } = metadata;
  const epsilon = Number(metadata.epsilon);
  const [mean, std, scale] = [metadata.mean, metadata.std, metadata.input_scale].map(parseRgb);
  if ((layout !== 'v1' && layout !== 'v1.5') || !mean || !std || !scale) {
    throw new WeightsError(
      `${path}: its metadata should give layout (v1 or v1.5), epsilon, mean, std and input_scale: export it again.`,
    );
  }
  const wrong = [
    ...outside('epsilon', [epsilon], 1e-12, 1),
    ...outside('mean', mean, 0, 1),
    ...outside('std', std, SMALLEST, LARGEST),
    ...outside('input_scale', scale, SMALLEST, LARGEST),
  ];
  if (wrong.length > 0) throw new WeightsError(`${path}: its metadata gives ${wrong.join('; ')}.`);
  return {
    layout,
    epsilon,
    normalization: { mean, std: perChannel((c) => std[c] * scale[c]) },
    scale,
  };
}

const PRODUCER = 'thaw';

/** Of standard deviations and scales: what float32 computes with, and images can have. */
const SMALLEST = 1e-5;
const LARGEST = 1e5;

function outside(key: string, values: readonly number[], from: number, to: number): string[] {
  if (values.every((value) => value >= from && value <= to)) return [];
  return [`${key} ${values.join(', ')}; expected ${from} to ${to}`];
}

function parseRgb(text: string | undefined): Rgb | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return isRgb(value) ? value : null;
  } catch {
    return null;
  }
}

function isRgb(value: unknown): value is Rgb {
  return Array.isArray(value) && value.length === 3 && value.every(Number.isFinite);
}
