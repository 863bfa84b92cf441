import type { Choice } from '../core/json.js';
import type { Rng } from '../core/random.js';
import type { Batch, BatchTransform, Image, ImageTransform } from './augmentation.js';
import { augmentations } from './augmentations/index.js';

/**
 * The stream of draws for the transform at a place in its set. Each has its own, so that what one
 * draws, or a transform added at the end, leaves the others' draws as they were.
 */
export type KeyedRng = (place: number) => Rng;

/** A set of transforms, ready to run. */
export interface Augmenter {
  /** True if it never changes anything: training images repeat in every epoch. */
  readonly identity: boolean;
  /** Whether any of the transforms mixes images of a batch. */
  readonly mixes: boolean;
  /** One image through the set's image transforms, in order; the image given stays as it is. */
  image<Data extends Uint8Array | Float32Array>(
    image: Image<Data>,
    keyedRng: KeyedRng,
  ): Image<Data>;
  /** A batch of such images through the set's mixing transforms, in place. */
  batch(batch: Batch, keyedRng: KeyedRng): void;
}

/** Transforms of single images run first, in order, whatever mixing transforms lie between. */
export function createAugmenter(transforms: readonly Choice[]): Augmenter {
  const created = transforms.map(create);
  const imageTransforms = created.filter((placed) => placed.level === 'image');
  const batchTransforms = created.filter((placed) => placed.level === 'batch');
  return {
    identity: transforms.length === 0,
    mixes: batchTransforms.length > 0,
    image: (image, keyedRng) =>
      imageTransforms.reduce((changed, { place, transform }) => {
        const { height, width } = changed;
        return transform.apply(changed, transform.draw(keyedRng(place), height, width));
      }, image),
    batch(batch, keyedRng) {
      for (const { place, transform } of batchTransforms) {
        transform.apply(batch, transform.draw(keyedRng(place), batch));
      }
    },
  };
}

type Placed =
  | { readonly level: 'image'; readonly place: number; readonly transform: ImageTransform<unknown> }
  | {
      readonly level: 'batch';
      readonly place: number;
      readonly transform: BatchTransform<unknown>;
    };

function create({ type, ...options }: Choice, place: number): Placed {
  const def = augmentations[type]!;
  const transform = def.create(def.options.parse(options));
  return transform.level === 'image'
    ? { level: 'image', place, transform }
    : { level: 'batch', place, transform };
}
