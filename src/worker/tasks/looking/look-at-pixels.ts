import type { MessagePort } from 'node:worker_threads';
import type { Dataset } from '../../../assets/datasets/dataset.js';
import type { DrawnImages } from '../../../assets/datasets/looking/drawn-images.js';
import { imagePlace } from '../../../assets/datasets/looking/image-place.js';
import type { Split } from '../../../core/data/contents.js';
import type { ImagePlace, Looked, NearPair } from '../../../core/looking/looked.js';
import type { Progress } from '../../../core/progress.js';
import type { Rgb } from '../../../core/recipe.js';
import {
  createNearDuplicates,
  type NearDuplicateFound,
  type NearDuplicates,
} from '../../../images/near/near-duplicates.js';
import { type ReducedImage, reducedImage } from '../../../images/near/reduced-image.js';

type Seen = Pick<Looked, 'gray' | 'images' | 'pixels' | 'near'>;

/** Passes once over the images of a sweep and of the test split, and tells of its progress. */
export function lookAtPixels(
  dataset: Dataset,
  source: string,
  { train, val, valSplit }: DrawnImages,
  port: MessagePort,
): Seen {
  const { side } = dataset;
  const test = Uint32Array.from(dataset.labels('test'), (_, row) => row);
  const at = (split: Split, row: number) => imagePlace(dataset, source, split, row);
  const ofTrain = comparable('train', train);
  const ofVal = comparable(valSplit, val);
  const pairs: NearPair[] = [];
  const sums = createSums(Math.ceil(train.length / MOST_SUMMED));
  let gray = 0;
  let done = 0;
  const total = train.length + val.length + test.length;

  function each(split: Split, rows: Uint32Array, see: (image: Uint8Array, row: number) => void) {
    const bytes = 3 * side * side;
    const block = Math.max(1, Math.floor(BLOCK_BYTES / bytes));
    for (let from = 0; from < rows.length; from += block) {
      const some = rows.subarray(from, from + block);
      const images = dataset.read(split, some);
      some.forEach((row, i) => void see(images.subarray(i * bytes, (i + 1) * bytes), row));
      done += some.length;
      const unit = 'images';
      port.postMessage({
        ...{ type: 'progress', label: 'looking at images', done, total, unit },
      } satisfies Progress);
    }
  }

  function compare(
    judges: NearPair['judges'],
    place: ImagePlace,
    image: ReducedImage,
    others: readonly Comparable[],
  ): void {
    const found = others.flatMap(({ near, placeOf }) => {
      const one = near.find(image);
      return one ? [{ ...one, of: placeOf(one) }] : [];
    });
    const [best] = found.sort((a, b) => b.similarity - a.similarity);
    if (!best) return;
    const { of, similarity, mirrored } = best;
    pairs.push({ judges, image: place, of, similarity, mirrored, drawn: null });
  }

  function comparable(split: Split, rows: Uint32Array): Comparable {
    const placeOf = ({ place }: NearDuplicateFound) => at(split, rows[place]!);
    return { near: createNearDuplicates(rows.length), placeOf };
  }

  each('train', train, (image) => {
    ofTrain.near.add(reducedImage(image, side));
    sums.add(image);
    if (isGray(image)) gray += 1;
  });
  each(valSplit, val, (image, row) => {
    const reduced = reducedImage(image, side);
    compare('val', at(valSplit, row), reduced, [ofTrain]);
    ofVal.near.add(reduced);
    if (isGray(image)) gray += 1;
  });
  each('test', test, (image, row) => {
    compare('test', at('test', row), reducedImage(image, side), [ofTrain, ofVal]);
  });
  return {
    gray,
    images: train.length + val.length,
    pixels: sums.pixels(),
    near: pairs.sort((a, b) => b.similarity - a.similarity),
  };
}

/** Images of a split that others are compared with. */
interface Comparable {
  readonly near: NearDuplicates;
  placeOf(found: NearDuplicateFound): ImagePlace;
}

const BLOCK_BYTES = 2 ** 22;

/** Training images whose values are summed up: more tell nothing new of a mean. */
const MOST_SUMMED = 5000;

/** Sums over every so many-th image. */
function createSums(every: number) {
  const values = [0, 0, 0];
  const squares = [0, 0, 0];
  let seen = 0;
  let pixels = 0;
  return {
    add(image: Uint8Array) {
      seen += 1;
      if ((seen - 1) % every !== 0) return;
      for (let i = 0; i < image.length; i += 1) {
        values[i % 3]! += image[i]!;
        squares[i % 3]! += image[i]! ** 2;
      }
      pixels += image.length / 3;
    },
    pixels(): { readonly mean: Rgb; readonly std: Rgb } {
      const mean = (c: number) => values[c]! / pixels / 255;
      const std = (c: number) =>
        Math.sqrt(Math.max(0, squares[c]! / pixels / 255 ** 2 - mean(c) ** 2));
      return { mean: [mean(0), mean(1), mean(2)], std: [std(0), std(1), std(2)] };
    },
  };
}

function isGray(image: Uint8Array): boolean {
  for (let i = 0; i < image.length; i += 3) {
    if (image[i] !== image[i + 1] || image[i] !== image[i + 2]) return false;
  }
  return true;
}
