import type { Kernels } from '../kernels.js';
import type { Ops } from './ops.js';

/** tfjs' own gathering reads all places to look at them. */
export function rowsAtKernel(ops: Ops): Pick<Kernels, 'rowsAt'> {
  const toInt = [ops.float32('SrcT'), ops.int32('DstT')];
  const axis = ops.constant.ints([0], []);
  const none = [ops.int('batch_dims', 0)];
  return {
    rowsAt(x, places) {
      const rows = ops.run('Cast', toInt, [places]);
      const found = ops.run('GatherV2', none, [x, rows, axis]);
      rows.dispose();
      return found;
    },
  };
}
