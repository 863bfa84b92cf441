import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../../device/kernels.js';

/**
 * Rows of float32 for steps to come, brought to a device many steps at once: whatever is brought there
 * waits until all that was asked of it before is done.
 */
export interface StagedRows {
  /**
   * The rows [n, ...shape] of a step; the caller's. `rowsAt` gives those of the n-th step after it, or
   * null where there is none: it is called once for each step, in order, some steps ahead.
   */
  take(step: StepPlace, rowsAt: (after: number) => Float32Array | null): Tensor;
  dispose(): void;
}

export interface StepPlace {
  readonly epoch: number;
  readonly step: number;
}

export interface StagedForm {
  /** Of one row. */
  readonly shape: readonly number[];
  /** Steps brought at once. */
  readonly steps: number;
}

/** How many steps of so many bytes are brought at once. */
export function stepsAtOnce(bytesOfStep: number): number {
  return Math.max(1, Math.min(MOST_STEPS, Math.floor(MOST_BYTES / bytesOfStep)));
}

const MOST_BYTES = 2 ** 25;
const MOST_STEPS = 64;

export function stageRows(tf: Tf, { shape, steps }: StagedForm): StagedRows {
  const width = shape.reduce((product, n) => product * n, 1);
  let table: Tensor | null = null;
  /** First rows of the steps in the table, and where it ends. */
  let starts: readonly number[] = [];
  let coming: Float32Array[] = [];
  let at: StepPlace = { epoch: -1, step: -1 };
  let place = 0;

  function bring(rows: readonly Float32Array[]): void {
    const all = new Float32Array(rows.reduce((sum, { length }) => sum + length, 0));
    const ends = [0];
    let to = 0;
    for (const each of rows) {
      all.set(each, to);
      to += each.length;
      ends.push(to / width);
    }
    table?.dispose();
    table = tf.keep(tf.tensor(all, [to / width, ...shape]));
    starts = ends;
    place = 0;
  }

  return {
    take({ epoch, step }, rowsAt) {
      const follows = epoch === at.epoch && step === at.step + 1;
      if (!follows) [table, starts, coming, place] = [drop(table), [], [], 0];
      at = { epoch, step };
      const known = starts.length - 1 - place;
      if (known <= 0) {
        while (coming.length < steps) {
          const rows = rowsAt(coming.length);
          if (!rows) break;
          coming.push(rows);
        }
        bring(coming);
        coming = [];
      } else if (coming.length < steps) {
        // One more a step, while the device is busy with those before.
        const rows = rowsAt(known + coming.length);
        if (rows) coming.push(rows);
      }
      const [from, to] = [starts[place]!, starts[place + 1]!];
      place += 1;
      return tf.slice(table!, from, to - from);
    },
    dispose() {
      table = drop(table);
    },
  };
}

function drop(table: Tensor | null): null {
  table?.dispose();
  return null;
}
