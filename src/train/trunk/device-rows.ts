import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../../device/kernels.js';
import type { Programs } from '../../device/programs.js';
import { rank1 } from '../ranks.js';
import type { Kept } from './kept.js';

/** Rows on the device. */
export interface DeviceRows extends Kept {
  readonly bytes: number;
  dispose(): void;
}

export function createDeviceRows(
  tf: Tf,
  programs: Programs,
  shape: readonly number[],
  bytes: number,
): DeviceRows {
  let blocks: Tensor[] = [];

  /** All rows as one tensor; joined when they are first read. */
  function joined(): Tensor {
    if (blocks.length > 1) {
      const all = tf.keep(tf.concat(blocks));
      tf.dispose(blocks);
      blocks = [all];
    }
    return blocks[0]!;
  }

  return {
    ...{ shape, bytes, seconds: 0 },
    write(_, rows) {
      blocks.push(tf.keep(rows.clone()));
    },
    read(places, staged) {
      const all = joined();
      const [first = 0] = places;
      if (places.every((place, i) => place === first + i))
        return tf.slice(all, first, places.length);
      return gather(tf, programs, all, places, staged);
    },
    dispose() {
      tf.dispose(blocks);
      blocks = [];
    },
  };
}

/** Rows by place, which go to the device as float32, exact up to 2^24: int32 stays on the host. */
function gather(
  tf: Tf,
  { program }: Programs,
  all: Tensor,
  places: Uint32Array,
  staged: Tensor | undefined,
): Tensor {
  const rows = staged ?? tf.tensor1d(Float32Array.from(places));
  const shapes = [all.shape, rows.shape];
  const gathered = program(JSON.stringify(['gather', shapes]), {
    ...{ title: 'reading features', precision: 'float32', often: false, inputs: shapes },
    record: ([from, of], { rowsAt }) => [rowsAt(from!, rank1(of!))],
  }).run([all, rows])[0]!;
  if (rows !== staged) rows.dispose();
  return gathered;
}
