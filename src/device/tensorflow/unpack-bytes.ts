import type { Kernels } from '../kernels.js';
import type { Ops } from './ops.js';

/**
 * Bytes travel and lie four to a float32: of the types that tfjs knows, it keeps int32 in the
 * host's memory, and has none of a byte. They are only ever copied as such, which changes no bit.
 */
export function unpackBytesKernel(ops: Ops): Required<Pick<Kernels, 'unpackBytes'>> {
  const apart = [ops.float32('T'), ops.uint8('type')];
  const widened = [ops.uint8('SrcT'), ops.float32('DstT'), ops.bool('Truncate', false)];
  return {
    unpackBytes(words) {
      const [n, width] = words.shape;
      const bytes = ops.run('Bitcast', apart, [words]);
      const values = ops.run('Cast', widened, [bytes]);
      bytes.dispose();
      const rows = ops.reshape<ReturnType<typeof ops.matMul>>(values, [n, 4 * width]);
      values.dispose();
      return rows;
    },
  };
}
