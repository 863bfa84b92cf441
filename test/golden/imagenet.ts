import { weightsFor } from '../../src/assets/weights/index.js';
import { inputTransform } from '../../src/assets/weights/input-transform.js';
import type { NetworkWeights } from '../../src/assets/weights/weights.js';
import { resizeAndNormalize } from '../../src/images/resizing/resize.js';
import { CACHE } from './backends.js';
import { readGolden, readGoldenBytes } from './golden.js';

const MODEL = { architecture: 'resnet50', weights: 'imagenet' } as const;

/** The ImageNet weights, fetched where the cache lacks them. */
export async function imagenetWeights(): Promise<NetworkWeights> {
  const source = weightsFor(MODEL.weights);
  await source.prepare(MODEL, { cacheDir: CACHE, skipBad: false, progress: () => {} });
  return source.load(MODEL, CACHE, 0);
}

export interface GoldenImages {
  /** Images as the network takes them, [n, px, px, 3]. */
  input(first: number, n: number, px: number): Float32Array;
  labels(first: number, n: number): readonly number[];
}

/** The reference CIFAR-10 images of a split, normalized as the weights expect. */
export function goldenImages(split: 'train' | 'test', weights: NetworkWeights): GoldenImages {
  const { file, shape, labels } =
    readGolden<{
      [Split in 'train' | 'test']: {
        readonly file: string;
        readonly shape: readonly [number, number, number, number];
        readonly labels: readonly number[];
      };
    }>('images.json')[split];
  const [, height, width, channels] = shape;
  const bytes = readGoldenBytes(file);
  const { mean255, scale } = inputTransform(weights, 'weights');

  return {
    input(first, n, px) {
      const pixels = height * width * channels;
      const images = bytes.subarray(first * pixels, (first + n) * pixels);
      const out = new Float32Array(n * px * px * channels);
      resizeAndNormalize(images, { size: n, height, width }, px, mean255, scale, out);
      return out;
    },
    labels: (first, n) => labels.slice(first, first + n),
  };
}
