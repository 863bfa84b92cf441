import type { Image } from '../augmentation.js';

/** A black image of the same size and number type. */
export function blank<Data extends Uint8Array | Float32Array>(image: Image<Data>): Image<Data> {
  const { data, height, width } = image;
  const fresh = isBytes(data) ? new Uint8Array(data.length) : new Float32Array(data.length);
  return { data: fresh as Data, height, width };
}

/** A copy of its own, to be changed in place. */
export function copy<Data extends Uint8Array | Float32Array>(image: Image<Data>): Image<Data> {
  const fresh = blank(image);
  fresh.data.set(image.data);
  return fresh;
}

/** White: 255 for bytes, 1 for floats. */
export function whiteOf({ data }: Image): 255 | 1 {
  return isBytes(data) ? 255 : 1;
}

export function isBytes(data: Uint8Array | Float32Array): data is Uint8Array {
  return data instanceof Uint8Array;
}
