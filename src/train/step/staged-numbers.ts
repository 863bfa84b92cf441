import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../../device/kernels.js';

/**
 * The numbers of many steps to come, brought to the device together: whatever is brought there waits
 * for all that was asked of it before.
 */
export interface StagedNumbers {
  /**
   * The vector of a step that `packed` says; the caller's. `later`: that of the n-th step after it, null
   * where it is not known.
   */
  take(packed: Float32Array, later: (steps: number) => Float32Array | null): Tensor;
  dispose(): void;
}

/** Steps brought at once: at most this many numbers. */
const MOST = 2 ** 14;

export function stageNumbers(tf: Tf): StagedNumbers {
  let rows: readonly Float32Array[] = [];
  let table: Tensor | null = null;
  let next = 0;

  function stage(packed: Float32Array, later: (steps: number) => Float32Array | null): Tensor {
    const made = [packed];
    while (made.length * packed.length < MOST) {
      const row = later(made.length);
      if (!row) break;
      made.push(row);
    }
    const all = new Float32Array(made.length * packed.length);
    made.forEach((row, r) => {
      all.set(row, r * packed.length);
    });
    table?.dispose();
    rows = made;
    next = 0;
    table = tf.keep(tf.tensor2d(all, [made.length, packed.length]));
    return table;
  }

  return {
    take(packed, later) {
      const row = rows[next];
      const isNext = table !== null && row !== undefined && isSame(row, packed);
      const all = isNext ? table! : stage(packed, later);
      const vector = tf.tidy(() => tf.reshape(tf.slice(all, [next, 0], [1, packed.length]), [-1]));
      next += 1;
      return vector;
    },
    dispose() {
      table?.dispose();
      table = null;
      rows = [];
    },
  };
}

function isSame(a: Float32Array, b: Float32Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
