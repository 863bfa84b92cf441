import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { TrunkRecipe } from '../../../core/recipe.js';
import { batchOrder } from '../../input/batch-order.js';
import { labelTensor } from '../../input/label-tensor.js';
import { stageRows, stepsAtOnce } from '../../input/stage-rows.js';
import { rank2 } from '../../ranks.js';
import type { Cut } from '../../trunk/trunk.js';
import type { PreparedCohort } from '../prepare-cohort.js';
import type { BatchImages } from './batch-place.js';

/** One training step's input; its tensors are owned by the caller. */
export interface TrainingBatch {
  /** Per cut asked for, [size, ...]. */
  readonly features: readonly Tensor[];
  /** Soft labels [size, classes]. */
  readonly labels: Tensor2D;
  readonly size: number;
}

export interface Batches {
  readonly stepsPerEpoch: number;
  /** The batch of a step at the cuts asked for; steps of an epoch are asked for in order. */
  next(epoch: number, step: number, cuts: readonly Cut[]): TrainingBatch;
  /** Frees what was brought to the device for steps to come. */
  dispose(): void;
}

/** Training batches in their order, as features of the frozen trunk. */
export function createBatches(cohort: PreparedCohort, recipe: TrunkRecipe): Batches {
  const { engine, images, trainRows, training, augmented } = cohort;
  const { tf } = engine;
  const order = batchOrder(recipe, trainRows.length);
  const width = 2 + images.classes;
  const steps = stepsAtOnce(4 * width * recipe.batchSize);
  const staged = stageRows(tf, { shape: [width], steps });

  return {
    stepsPerEpoch: order.stepsPerEpoch,
    next(epoch, step, cuts) {
      const places = order.places(epoch, step);
      const from = step * recipe.batchSize;
      const rows = rowsAt(places);
      const size = rows.length;
      if (!images.repeats) {
        return { ...augmented.take({ epoch, step, from, rows, later }, cuts), size };
      }
      if (!engine.programs) {
        const labels = labelTensor(tf, images.labels(rows), images.classes);
        return { features: training.take(places, cuts), labels, size };
      }
      const batch = staged.take({ epoch, step }, (after) => {
        const then = placesAt(epoch, step + after);
        return then && describe(then);
      });
      return tf.tidy(() => {
        const column = (at: number) => tf.reshape(tf.slice(batch, [0, at], [size, 1]), [size]);
        const labels = rank2(tf.slice(batch, [0, 2], [size, images.classes]));
        const found = training.take(places, cuts, { places: column(0), rows: column(1) });
        batch.dispose();
        return { features: [...found], labels, size };
      });

      function later(after: number): BatchImages | null {
        const then = placesAt(epoch, step + after);
        if (!then) return null;
        const at = { epoch, step: step + after, from: (step + after) * recipe.batchSize };
        return { ...at, rows: rowsAt(then) };
      }
    },
    dispose() {
      staged.dispose();
    },
  };

  function placesAt(epoch: number, step: number): Uint32Array | null {
    return step < order.stepsPerEpoch ? order.places(epoch, step) : null;
  }

  function rowsAt(places: Uint32Array): Uint32Array {
    return places.map((place) => trainRows[place]!);
  }

  /** Of each image of a batch: its place, its row, and its class one-hot. */
  function describe(places: Uint32Array): Float32Array {
    const out = new Float32Array(places.length * width);
    const rows = rowsAt(places);
    const classes = images.labels(rows);
    places.forEach((place, i) => {
      out.set([place, rows[i]!], i * width);
      out[i * width + 2 + classes[i]!] = 1;
    });
    return out;
  }
}
