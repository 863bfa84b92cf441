import type { z } from 'zod';
import type { Rng } from '../core/random.js';

/** One image, [H, W, 3] row-major RGB: bytes 0..255, or floats 0..1. */
export interface Image<Data extends Uint8Array | Float32Array = Uint8Array | Float32Array> {
  readonly data: Data;
  readonly height: number;
  readonly width: number;
}

/** A batch after its images' own transforms. Written in place by batch transforms. */
export interface Batch {
  /** [B, H, W, 3], 0..255. */
  readonly images: Float32Array;
  /** [B, K]; rows sum to 1. One-hot until something mixes it. */
  readonly labels: Float32Array;
  readonly size: number;
  readonly height: number;
  readonly width: number;
  readonly classes: number;
}

/** A random change to one image, in two halves: numbers first, pixels second. Size is kept. */
export interface ImageTransform<Draw> {
  readonly level: 'image';
  draw(rng: Rng, height: number, width: number): Draw;
  /** Returns a new image, or the same one if nothing changes. */
  apply<Data extends Uint8Array | Float32Array>(image: Image<Data>, draw: Draw): Image<Data>;
}

/** A random change that mixes the images and labels of a batch. */
export interface BatchTransform<Draw> {
  readonly level: 'batch';
  draw(rng: Rng, batch: Pick<Batch, 'size' | 'height' | 'width'>): Draw;
  /** Writes into `batch`. */
  apply(batch: Batch, draw: Draw): void;
}

export interface AugmentationDef<
  Type extends string = string,
  Options extends z.ZodObject = z.ZodObject,
  Draw = unknown,
> {
  readonly type: Type;
  readonly options: Options;
  create(options: z.infer<Options>): ImageTransform<Draw> | BatchTransform<Draw>;
}

export function defineAugmentation<const Type extends string, Options extends z.ZodObject, Draw>(
  def: AugmentationDef<Type, Options, Draw>,
): AugmentationDef<Type, Options, Draw> {
  return def;
}
