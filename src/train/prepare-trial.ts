import type { Recipe } from '../core/recipe.js';
import { FC } from '../core/units.js';
import type { Engine } from './backend.js';
import type { Dataset, Split } from './dataset.js';
import { drawSplit } from './datasets/draw-split.js';
import type { EvaluationSet } from './evaluate-head.js';
import { createFeatureRows, type FeatureRows } from './feature-rows.js';
import { createImageSource, type ImageSource } from './image-source.js';
import type { Optimizer } from './optimizer.js';
import { optimizers } from './optimizers/index.js';
import { type PreparedNetwork, prepareNetwork } from './prepare-network.js';
import type { Room } from './room.js';
import type { WeightTensor } from './weights.js';

/** A recipe brought to life: its network, its images, its optimizer. */
export interface PreparedTrial extends Pick<PreparedNetwork, 'trunk' | 'head'> {
  readonly engine: Engine;
  readonly classes: number;
  readonly images: ImageSource;
  readonly optimizer: Optimizer;
  /** Rows of the training split to train on; a place in this list names an image. */
  readonly trainRows: Uint32Array;
  readonly val: EvaluationSet;
  /** Features of `trainRows`, for recipes whose images are the same in every epoch. */
  repeatedTraining(): FeatureRows;
  /** The whole of a split to measure on. */
  whole(split: Split): EvaluationSet;
  /** Frees the head; the room keeps the rest. */
  dispose(): void;
}

export interface PrepareTrialOptions {
  /** Called between blocks of a long computation; may throw to leave it. */
  readonly pause?: () => void;
  /** Tensors of a checkpoint, in place of freshly made ones. */
  readonly saved?: ReadonlyMap<string, WeightTensor>;
}

/** @throws {WeightsError | DataError} what the recipe needs was not prepared. */
export async function prepareTrial(
  room: Room,
  recipe: Recipe,
  { pause = () => {}, saved }: PrepareTrialOptions = {},
): Promise<PreparedTrial> {
  const { engine, features: cache } = room;
  const dataset = await room.dataset(recipe.data);
  const classes = dataset.classNames.length;
  const { weights, input, trunk, head } = await prepareNetwork(room, recipe, classes, saved);
  const images = createImageSource(dataset, recipe, input);
  const split = drawSplit(dataset.labels('train'), classes, recipe.data, recipe.seed);

  function rows(of: Split, list: Uint32Array, name: string): FeatureRows {
    return createFeatureRows({
      tf: engine.tf,
      trunk,
      cache,
      key: JSON.stringify([trunkKey(weights.hash, recipe), name]),
      size: list.length,
      images: (places) =>
        images.plain(
          of,
          places.map((place) => list[place]!),
        ),
      pause,
    });
  }

  return {
    engine,
    classes,
    images,
    trunk,
    head,
    optimizer: createOptimizer(recipe),
    trainRows: split.train,
    val: {
      rows: rows('train', split.val, 'val'),
      labels: labelsOf(dataset, 'train', split.val),
    },
    repeatedTraining: () => rows('train', split.train, 'train'),
    whole(of) {
      const list = Uint32Array.from(dataset.labels(of), (_, i) => i);
      return { rows: rows(of, list, of), labels: dataset.labels(of) };
    },
    dispose: () => head.dispose(),
  };
}

/** Everything that frozen features of unaugmented images are a function of. */
function trunkKey(weightsHash: string, recipe: Recipe): readonly unknown[] {
  const { stem, imageSize, normalization, data, seed, firstTrained, pooling } = recipe;
  const pooled = firstTrained === FC ? pooling : null;
  return [weightsHash, stem, imageSize, normalization, data, seed, firstTrained, pooled];
}

function createOptimizer({ optimizer: { type, ...options } }: Recipe): Optimizer {
  const def = optimizers[type]!; // a recipe names only what the registry holds
  return def.create(def.options.parse(options));
}

function labelsOf(dataset: Dataset, split: Split, rows: Uint32Array): Uint16Array {
  const labels = dataset.labels(split);
  return Uint16Array.from(rows, (row) => labels[row]!);
}
