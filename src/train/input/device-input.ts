import type { Tensor } from '@tensorflow/tfjs-core';
import type { Kernels, Tf } from '../../device/kernels.js';
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

/** The same of images that lie on the device as `nativeTensor` has them, of `side` pixels; borrowed. */
export function presentInput(
  kernels: Kernels,
  form: InputForm,
  all: Tensor,
  side: number,
): NetworkInput {
  return {
    ...{ size: all.shape[0]!, sources: [], key: JSON.stringify(['native', form, side]) },
    block: (from, count, padded) => paddedSlice(kernels.tf, all, from, count, padded),
    prepare: (block, _, by) => prepare(by, form, side, block),
  };
}

/**
 * The same of some rows of such; `staged`: the rows on the device, too, [rows.length]; null: they are
 * brought there when asked for.
 */
export function residentInput(
  kernels: Kernels,
  form: InputForm,
  all: Tensor,
  side: number,
  rows: Uint32Array,
  staged: Tensor | null,
): NetworkInput {
  const { tf } = kernels;
  return {
    size: rows.length,
    sources: [all],
    key: JSON.stringify(['resident', form, side]),
    // Rows as float32, exact up to 2^24: what is int32 stays in the host's memory.
    block(from, count, padded) {
      if (staged) return paddedSlice(tf, staged, from, count, padded);
      const places = new Float32Array(padded);
      places.set(rows.subarray(from, from + count));
      return tf.tensor1d(places);
    },
    prepare: (block, [images], by) =>
      by.tf.tidy(() => prepare(by, form, side, by.rowsAt(images!, rank1(block)))),
  };
}

/** Followed by copies, as zeros would have to be brought there each time. */
function paddedSlice(tf: Tf, x: Tensor, from: number, count: number, padded: number): Tensor {
  const some = tf.slice(x, from, count);
  if (count === padded) return some;
  const copies = x.shape.map((_, axis) => (axis === 0 ? Math.ceil(padded / count) : 1));
  return tf.tidy(() => tf.slice(tf.tile(some, copies), 0, padded));
}

function prepare(kernels: Kernels, form: InputForm, side: number, block: Tensor): Tensor {
  const { tf } = kernels;
  return tf.tidy(() => prepareImages(tf, form, side)(nativeValues(kernels, block, side)));
}
