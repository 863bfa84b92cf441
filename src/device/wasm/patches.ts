import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Conv, Shape4D } from '../kernels.js';
import type { Heap } from './heap.js';

/** An image batch with its border of zeros, as a convolution reads it. */
export interface Padded {
  readonly shape: Shape4D;
  readonly pad: number;
  /** Bytes of the copy with its border; 0: there is no border, and the batch itself is read. */
  readonly bytes: number;
  /** Bytes of one pixel, and from one row of pixels to the next. */
  readonly pixel: number;
  readonly row: number;
  /** Bytes from one image to the next. */
  readonly image: number;
}

export function paddedOf(shape: Shape4D, { pad }: Conv): Padded {
  const [batch, height, width, channels] = shape;
  const pixel = 4 * channels;
  const row = pixel * (width + 2 * pad);
  const image = row * (height + 2 * pad);
  return { shape, pad, bytes: pad === 0 ? 0 : batch * image, pixel, row, image };
}

/** Copies a batch into `area` with zeros around each image; returns where to read it. */
export function padBorder(heap: Heap, x: Tensor4D, padded: Padded, area: number): number {
  const source = heap.address(x);
  if (padded.bytes === 0) return source;
  const floats = heap.floats();
  floats.fill(0, area / 4, (area + padded.bytes) / 4);
  forEachRow(padded, (inside, dense, length) => {
    const from = (source + dense) / 4;
    floats.copyWithin((area + inside) / 4, from, from + length / 4);
  });
  return area;
}

/** Copies what lies inside the border at `area` to a dense batch. */
export function cropBorder(heap: Heap, area: number, padded: Padded, x: Tensor4D): void {
  const target = heap.address(x);
  const floats = heap.floats();
  forEachRow(padded, (inside, dense, length) => {
    const from = (area + inside) / 4;
    floats.copyWithin((target + dense) / 4, from, from + length / 4);
  });
}

/**
 * Byte offset of the first pixel of every patch, [B, height, width] in order, followed by `spare`
 * until their number is a multiple of `multiple`.
 */
export function patchOffsets(
  { shape: [batch], pixel, row, image }: Padded,
  [height, width]: readonly [number, number],
  stride: number,
  multiple = 1,
  spare = 0,
): Float64Array {
  const offsets = new Float64Array(roundUp(batch * height * width, multiple)).fill(spare);
  let at = 0;
  for (let b = 0; b < batch; b += 1) {
    for (let y = 0; y < height; y += 1) {
      const start = b * image + y * stride * row;
      for (let x = 0; x < width; x += 1) offsets[at++] = start + x * stride * pixel;
    }
  }
  return offsets;
}

/** Byte offsets of `count` rows that lie `bytes` apart, followed by `spare` in the same way. */
export function rowOffsets(
  count: number,
  bytes: number,
  multiple: number,
  spare: number,
): Float64Array {
  const offsets = new Float64Array(roundUp(count, multiple)).fill(spare);
  for (let i = 0; i < count; i += 1) offsets[i] = i * bytes;
  return offsets;
}

export function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}

/** Writes numbers as int32 at an address; addresses of 2^31 and above wrap as they must. */
export function writeIntegers(heap: Heap, address: number, values: ArrayLike<number>): void {
  heap.integers().set(values, address / 4);
}

function forEachRow(
  { shape: [batch, height, width], pad, pixel, row, image }: Padded,
  visit: (inside: number, dense: number, length: number) => void,
): void {
  const length = width * pixel;
  for (let b = 0; b < batch; b += 1) {
    for (let y = 0; y < height; y += 1) {
      const inside = b * image + (y + pad) * row + pad * pixel;
      visit(inside, (b * height + y) * length, length);
    }
  }
}
