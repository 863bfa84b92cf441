import type { Dataset } from '../../../assets/datasets/dataset.js';
import { datasetFor } from '../../../assets/datasets/index.js';
import { drawnImages } from '../../../assets/datasets/looking/drawn-images.js';
import { weightsFor } from '../../../assets/weights/index.js';
import { ThawError } from '../../../core/errors.js';
import type { Looked, NearPair } from '../../../core/looking/looked.js';
import type { Normalization } from '../../../core/recipe.js';
import type { ModelSpec } from '../../../core/sweep.js';
import type { LookTask } from '../../protocol/tasks.js';
import { drawPlaces } from './draw-images.js';
import { lookAtFiles } from './look-at-files.js';
import { lookAtPixels } from './look-at-pixels.js';
import { makeSamples } from './make-samples.js';

/** Looks at the images of a sweep: decoded ones, and the headers of their files. Writes nothing. */
export async function look(task: LookTask): Promise<Looked> {
  const { data, model, seed, ways, cacheDir, port } = task;
  const dataset = await datasetFor(data.source).open(data, cacheDir);
  try {
    const { classNames } = dataset;
    const drawn = drawnImages(dataset, data, seed);
    const countsOf = (labels: Iterable<number>) => {
      const counts = classNames.map(() => 0);
      for (const label of labels) counts[label]! += 1;
      return counts;
    };
    const labelsOf = (split: 'train' | 'val', rows: Uint32Array) => {
      const labels = dataset.labels(split);
      return Array.from(rows, (row) => labels[row]!);
    };
    const test = dataset.labels('test');
    const { cutOff, ...files } = await lookAtFiles(dataset, drawn, ways.imageSizes.at(-1)!);
    const { near, ...pixels } = lookAtPixels(dataset, data.source, drawn, port);
    return {
      classNames,
      counts: {
        train: countsOf(labelsOf('train', drawn.train)),
        val: countsOf(labelsOf(drawn.valSplit, drawn.val)),
        test: test.length > 0 ? countsOf(test) : null,
      },
      files,
      ...pixels,
      ofWeights: standardOf(model),
      samples: await makeSamples(dataset, task, drawn.train),
      near: await drawnPairs(dataset, data.source, near),
      cutOffDrawn: await drawPlaces(dataset, data.source, cutOff.slice(0, SHOWN)),
    };
  } finally {
    dataset.close();
  }
}

/** Images, or pairs of such, that are drawn with a warning. */
const SHOWN = 12;

/** The first pairs to validate on and to test on are drawn. */
async function drawnPairs(
  dataset: Dataset,
  source: string,
  pairs: readonly NearPair[],
): Promise<readonly NearPair[]> {
  const left = { val: SHOWN, test: SHOWN };
  return Promise.all(
    pairs.map(async (pair) => {
      left[pair.judges] -= 1;
      if (left[pair.judges] < 0) return pair;
      const [image, of] = await drawPlaces(dataset, source, [pair.image, pair.of]);
      return { ...pair, drawn: [image!, of!] as const };
    }),
  );
}

function standardOf(model: ModelSpec): Normalization | null {
  try {
    return weightsFor(model.weights).standard?.(model) ?? null;
  } catch (error) {
    // Weights that are gone are told of by whoever needs them.
    if (error instanceof ThawError) return null;
    throw error;
  }
}
