import type { WeightTensor } from '../../assets/weights/weights.js';
import type { Split } from '../../core/data/contents.js';
import { drawSplit } from '../../core/data/draw-split.js';
import { plainPart, type TrainingRecipe, type TrunkRecipe } from '../../core/recipe.js';
import type { Engine } from '../../device/backend.js';
import type { NetworkDef } from '../../networks/network.js';
import { type AugmentAheadSetup, augmentAhead } from '../augmenting/augment-ahead.js';
import type { EvaluationSet } from '../evaluate-heads.js';
import type { Head } from '../head/head.js';
import { createImageSource, type ImageSource } from '../input/image-source.js';
import type { Loaded } from '../loaded.js';
import { prepareNetwork } from '../prepare-network.js';
import { createFeatureRows, type FeatureRows } from '../trunk/feature-rows.js';
import { type Meter, NO_METER } from '../trunk/meter.js';
import { type AugmentedBatches, createAugmentedBatches } from './batches/augmented-batches.js';
import { usableSteps } from './usable-steps.js';

/** What all trials of a cohort share: network, images, frozen outputs. */
export interface PreparedCohort {
  readonly engine: Engine;
  readonly network: NetworkDef;
  readonly classes: number;
  readonly images: ImageSource;
  /** Rows of the training split to train on; a place in this list names an image. */
  readonly trainRows: Uint32Array;
  /** Features of `trainRows`, where their images are the same in every epoch. */
  readonly training: FeatureRows;
  /** Batches, where they are not. */
  readonly augmented: AugmentedBatches;
  readonly val: EvaluationSet;
  /** The whole of a split to measure on. */
  whole(split: Split): EvaluationSet;
  /** A new head for one of the cohort's recipes; the caller's to dispose. */
  createHead(training: TrainingRecipe, saved?: ReadonlyMap<string, WeightTensor>): Head;
  /** Ends the threads that augment. Heads, and what is loaded, stay. */
  close(): Promise<void>;
}

export interface PrepareCohortOptions {
  readonly meter?: Meter;
  /** Another cohort will ask for the same augmented images. */
  readonly keepAugmented?: boolean;
  /** What augments ahead, and the epochs of the trial that trains longest. Default: nothing. */
  readonly ahead?: Pick<AugmentAheadSetup, 'threads' | 'epochs'>;
  /** Called between blocks of a long computation; may throw to leave it. */
  readonly pause?: () => void;
}

/**
 * `recipe`: the part that all of the cohort's trials have in common.
 *
 * @throws {WeightsError | DataError} what the recipe needs was not prepared.
 */
export async function prepareCohort(
  loaded: Loaded,
  recipe: TrunkRecipe,
  options: PrepareCohortOptions = {},
): Promise<PreparedCohort> {
  const { meter = NO_METER, keepAugmented = false, pause = () => {} } = options;
  const { engine, features: cache } = loaded;
  const { tf, kernels } = engine;
  const { dataset, resident } = await loaded.dataset(recipe.data);
  const classes = dataset.classNames.length;
  const { weights, trunk, toInput, fromPresent, fromResident, createHead } = await prepareNetwork(
    loaded,
    recipe,
  );
  const images = createImageSource(dataset, recipe);
  const { data, seed } = recipe;
  const isGiven = data.valFrom === 'folder';
  const counts = isGiven ? { train: data.train, val: 0 } : data;
  const split = drawSplit(dataset.labels('train'), classes, counts, seed);
  const key = [weights.hash, plainPart(recipe)];
  const { threads, epochs } = options.ahead ?? { threads: null, epochs: 0 };
  const ahead = { dataset, source: images, recipe, rows: split.train, epochs, threads, pause };
  const augmented = augmentAhead(ahead);

  function rows(of: Split, list: Uint32Array, name: string): FeatureRows {
    return createFeatureRows({
      trunk,
      cache,
      meter,
      key: JSON.stringify([...key, name]),
      size: list.length,
      images(places, again, staged) {
        const wanted = places.map((place) => list[place]!);
        const all = again ? (resident?.of(of) ?? null) : null;
        return all
          ? fromResident(all, dataset.side, wanted, staged?.rows ?? null)
          : toInput(images.plain(of, wanted));
      },
      // Images that lie on the device are prepared again faster than they are brought there.
      pays: ({ unit }) => unit > 0 || resident === null,
      pause,
    });
  }

  function evaluationSet(of: Split, list: Uint32Array, name: string): EvaluationSet {
    const labels = dataset.labels(of);
    return {
      rows: rows(of, list, name),
      labels: Uint16Array.from(list, (row) => labels[row]!),
      precision: recipe.precision,
    };
  }

  function whole(of: Split): EvaluationSet {
    const all = Uint32Array.from(dataset.labels(of), (_, i) => i);
    return evaluationSet(of, all, `all of ${of}`);
  }

  return {
    engine,
    network: weights.network,
    classes,
    images,
    trainRows: split.train,
    training: rows('train', split.train, 'train'),
    augmented: createAugmentedBatches({
      tf,
      trunk,
      classes,
      augment: augmented.take,
      toInput,
      fromPresent: (all) => fromPresent(all, dataset.side),
      kernels,
      ahead: loaded.preparedOn === 'device',
      cache,
      meter,
      key: JSON.stringify([weights.hash, recipe]),
      imagesAt: ({ unit }) => {
        const steps = usableSteps(recipe, unit, split.train.length);
        return Math.min(split.train.length, steps * recipe.batchSize);
      },
      keep: keepAugmented,
    }),
    val: isGiven ? whole('val') : evaluationSet('train', split.val, 'val'),
    whole,
    createHead: (of, saved) => createHead(of, classes, saved),
    close: augmented.close,
  };
}
