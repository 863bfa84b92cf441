import type { MessagePort } from 'node:worker_threads';
import type { OpenImages } from '../../assets/datasets/reading/open-images.js';
import type { TrunkRecipe } from '../../core/recipe.js';
import type { RingMemory } from './ring-memory.js';

/** All that threads need to augment the batches of a cohort: plain data, as it crosses to them. */
export interface AugmentTask {
  readonly recipe: TrunkRecipe;
  /** The training split's images, open in the thread that asks. */
  readonly images: OpenImages;
  readonly side: number;
  readonly classNames: readonly string[];
  /** Of the whole training split. */
  readonly labels: Uint16Array;
  /** Those to train on. */
  readonly rows: Uint32Array;
  readonly epochs: number;
  readonly threads: number;
  readonly ring: RingMemory;
}

export interface SuperviseTask extends AugmentTask {
  /** Takes a `SerializedError` when a thread fails. */
  readonly failures: MessagePort;
}

export interface ThreadTask extends AugmentTask {
  /** Which of the threads. */
  readonly thread: number;
}
