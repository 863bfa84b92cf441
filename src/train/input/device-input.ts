import type { Tensor } from '@tensorflow/tfjs-core';
import type { Kernels } from '../../device/kernels.js';
import type { NativeImages } from './native-images.js';
import { nativeTensor, nativeValues } from './native-tensor.js';
import type { InputForm, NetworkInput } from './network-input.js';
import { prepareImages } from './prepare-images.js';

/** Images that go to the device as they are, and are resized and normalized there. */
export function deviceInput(kernels: Kernels, form: InputForm, images: NativeImages): NetworkInput {
  return {
    size: images.size,
    block: (from, count, padded) => nativeTensor(kernels, images, from, count, padded),
    prepare: prepare(kernels, form, images.side),
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
    block(from, count, padded) {
      const places = new Int32Array(padded);
      places.set(rows.subarray(from, from + count));
      return tf.tidy(() => tf.gather(all, tf.tensor1d(places, 'int32')));
    },
    prepare: prepare(kernels, form, side),
  };
}

function prepare(kernels: Kernels, form: InputForm, side: number): NetworkInput['prepare'] {
  const { tf } = kernels;
  const normalized = prepareImages(tf, form, side);
  return (block) => tf.tidy(() => normalized(nativeValues(kernels, block, side)));
}
