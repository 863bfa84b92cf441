import type { BatchLabels } from '../input/native-images.js';

/** What each batch of a ring is like. */
export interface BatchForm {
  /** Images in a batch, but for an epoch's last. */
  readonly size: number;
  /** Of an image, in pixels. */
  readonly side: number;
  readonly classes: number;
  /** Images are mixed: float32, with shares of classes; else bytes, with a class each. */
  readonly mixes: boolean;
}

/**
 * Memory that threads share: some batches in slots, by their number modulo how many there are, and
 * Int32 words to agree by: [0] the batch that is read now, below which none is needed any more (-1:
 * not begun), [1] threads that are ready to write, [2] a count of images that were begun, [3] 1: a
 * thread failed, then per slot 1 + the number of the batch that lies in it.
 */
export interface RingMemory {
  readonly form: BatchForm;
  readonly slots: number;
  readonly words: SharedArrayBuffer;
  readonly batches: SharedArrayBuffer;
}

export const READING = 0;
export const UP = 1;
export const BEAT = 2;
export const FAILED = 3;
export const FILLED = 4;

export function createRingMemory(form: BatchForm, slots: number): RingMemory {
  const words = new SharedArrayBuffer(4 * (FILLED + slots));
  Atomics.store(new Int32Array(words), READING, -1);
  return { form, slots, words, batches: new SharedArrayBuffer(slots * slotBytes(form)) };
}

/** Bytes of one batch. */
export function slotBytes(form: BatchForm): number {
  return imageBytes(form) + 4 * form.size * (form.mixes ? form.classes : 1);
}

/** The memory of one batch. */
export function slotOf(
  { form, slots, batches }: RingMemory,
  batch: number,
): { readonly data: Uint8Array | Float32Array; readonly labels: BatchLabels } {
  const { size, side, classes, mixes } = form;
  const from = (batch % slots) * slotBytes(form);
  const labels = from + imageBytes(form);
  const values = size * side * side * 3;
  return mixes
    ? {
        data: new Float32Array(batches, from, values),
        labels: new Float32Array(batches, labels, size * classes),
      }
    : {
        data: new Uint8Array(batches, from, values),
        labels: new Int32Array(batches, labels, size),
      };
}

/** A multiple of 4. */
function imageBytes({ size, side, mixes }: BatchForm): number {
  return 4 * (mixes ? size * side * side * 3 : Math.ceil((size * side * side * 3) / 4));
}
