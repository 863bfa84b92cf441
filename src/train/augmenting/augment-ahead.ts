import { MessageChannel, Worker } from 'node:worker_threads';
import type { Dataset } from '../../assets/datasets/dataset.js';
import type { TrunkRecipe } from '../../core/recipe.js';
import type { ImageSource } from '../input/image-source.js';
import type { NativeBatch } from '../input/native-images.js';
import type { SuperviseTask } from './augment-task.js';
import { type RingReader, readRing } from './read-ring.js';
import { createRingMemory, slotBytes } from './ring-memory.js';

/** Threads that augment batches before they are asked for. */
export interface AugmentThreads {
  /** At most. */
  readonly count: number;
  /** The module that starts them: `dist/train/augmenting/supervisor.js`. */
  readonly supervisor: URL;
}

/** Augmented batches, in order: of an epoch, and of those after it. */
export interface AugmentedImages {
  /** Its images are to be used before the next call. @throws what a thread threw. */
  take(at: {
    readonly epoch: number;
    readonly step: number;
    readonly rows: Uint32Array;
  }): NativeBatch;
  /** Ends the threads. */
  close(): Promise<void>;
}

export interface AugmentAheadSetup {
  readonly dataset: Dataset;
  readonly source: ImageSource;
  readonly recipe: TrunkRecipe;
  /** Of the training split, those to train on. */
  readonly rows: Uint32Array;
  readonly epochs: number;
  /** Null: none, this thread does it. */
  readonly threads: AugmentThreads | null;
  /** Called now and then while a batch is waited for; may throw. */
  readonly pause: () => void;
}

/**
 * Has threads augment the batches that come next, a few of them at most. Draws are keyed, so it is
 * the same to a batch which thread makes it, and where in an epoch the first one asked for lies. This
 * thread makes those that are asked for before the others are up, which takes them a fifth of a second.
 */
export function augmentAhead(setup: AugmentAheadSetup): AugmentedImages {
  const { source, recipe, rows, epochs, pause } = setup;
  const stepsPerEpoch = Math.ceil(rows.length / recipe.batchSize);
  const end = epochs * stepsPerEpoch;
  let running: Running | null | undefined;
  /** The first batch that threads make; those before it, and any out of order, are made here. */
  let next = Number.POSITIVE_INFINITY;

  return {
    take({ epoch, step, rows: own }) {
      running ??= start(setup);
      const batch = epoch * stepsPerEpoch + step;
      if (running && batch >= next && batch < end) {
        next = batch + 1;
        return running.ring.take(batch, own.length, pause);
      }
      if (next > end && running?.ring.areReady(running.threads)) {
        next = batch + 1;
        running.ring.begin(next);
      }
      return source.augmented(own, epoch, step);
    },
    async close() {
      await running?.supervisor.terminate();
    },
  };
}

interface Running {
  readonly ring: RingReader;
  readonly threads: number;
  readonly supervisor: Worker;
}

/** Null: there are to be none, batches are too large, or only this thread can read the images. */
function start(setup: AugmentAheadSetup): Running | null {
  const { dataset, source, recipe, rows, epochs } = setup;
  const { side, classes, mixes } = source;
  const form = { size: recipe.batchSize, side, classes, mixes };
  const fitting = Math.floor(MOST_BYTES / (2 * slotBytes(form)));
  const threads = Math.min(setup.threads?.count ?? 0, fitting);
  if (!setup.threads || threads < 1 || !dataset.opened) return null;
  const ring = createRingMemory(form, threads * batchesEach(threads * slotBytes(form)));
  const { port1, port2 } = new MessageChannel();
  const labels = dataset.labels('train');
  const { opened: images, classNames } = dataset;
  const own = { recipe, images, side, classNames, labels, rows, epochs, threads, ring };
  const workerData: SuperviseTask = { ...own, failures: port2 };
  const supervisor = new Worker(setup.threads.supervisor, { workerData, transferList: [port2] });
  return { ring: readRing(ring, port1), threads, supervisor };
}

/**
 * Batches of each thread, given the bytes of one of each: one that it fills and one that waits, or more
 * where they are small, as a device may be brought many at once.
 */
function batchesEach(bytes: number): number {
  return Math.max(2, Math.min(8, Math.floor(SMALL_BYTES / bytes)));
}

const SMALL_BYTES = 2 ** 26;

/** Of batches made ahead: 26 of 128 images of 224 pixels, 6 where they are mixed. */
const MOST_BYTES = 2 ** 30;
