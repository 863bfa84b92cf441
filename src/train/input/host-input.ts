import type { Tf } from '../../device/kernels.js';
import { resizeAndNormalize } from '../../images/resizing/resize.js';
import type { NativeImages } from './native-images.js';
import type { InputForm, NetworkInput } from './network-input.js';

/** Images that are resized and normalized before they go to the device. */
export function hostInput(
  tf: Tf,
  { side: to, mean255, scale }: InputForm,
  { data, size, side }: NativeImages,
): NetworkInput {
  const [native, pixels] = [side * side * 3, to * to * 3];
  return {
    size,
    block(from, count, padded) {
      // tensor4d keeps a reference to what it is given: a new array each time.
      const block = new Float32Array(padded * pixels);
      const some = data.subarray(from * native, (from + count) * native);
      const shape = { size: count, height: side, width: side };
      resizeAndNormalize(some, shape, to, mean255, scale, block);
      return tf.tensor4d(block, [padded, to, to, 3]);
    },
    sources: [],
    key: `prepared ${to}`,
    prepare: (block) => block,
  };
}
