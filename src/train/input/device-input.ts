import type { Tensor } from '@tensorflow/tfjs-core';
import type { Kernels } from '../../device/kernels.js';
import { rank1 } from '../ranks.js';
import type { NativeImages } from './native-images.js';
import { nativeTensor, nativeValues } from './native-tensor.js';
import type { InputForm, NetworkInput } from './network-input.js';
import { prepareImages } from './prepare-images.js';

/** Images that go to the device as they are, and are resized and normalized there. */
export function deviceInput(kernels: Kernels, form: InputForm, images: NativeImages): NetworkInput {
  const { size, side } = images;
  return {
    ...{ size, sources: [], key: JSON.stringify(['native', form, side]) },
    block: (from, count, padded) => nativeTensor(kernels, images, from, count, padded),
    prepare: (block, _, by) => prepare(by, form, side, block),
  };
}

/** The same of rows that lie on the device; `all` as `nativeTensor` makes it, of `side` pixels. */
export function residentInput(
  kernels: Kernels,
  form: InputForm,
  all: Tensor,
  side: number,
  rows: Uint32Array,
): NetworkInput {
  const { tf } = kernels;
  return {
    size: rows.length,
    sources: [all],
    key: JSON.stringify(['resident', form, side]),
    // Rows as float32, exact up to 2^24: what is int32 stays in the host's memory.
    block(from, count, padded) {
      const places = new Float32Array(padded);
      places.set(rows.subarray(from, from + count));
      return tf.tensor1d(places);
    },
    prepare: (block, [images], by) =>
      by.tf.tidy(() => prepare(by, form, side, by.rowsAt(images!, rank1(block)))),
  };
}

function prepare(kernels: Kernels, form: InputForm, side: number, block: Tensor): Tensor {
  const { tf } = kernels;
  return tf.tidy(() => prepareImages(tf, form, side)(nativeValues(kernels, block, side)));
}
