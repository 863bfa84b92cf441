import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { reviveError } from '../../core/errors.js';
import type { SerializedError } from '../../core/trial.js';
import type { NativeBatch } from '../input/native-images.js';
import { BEAT, FAILED, FILLED, READING, type RingMemory, slotOf, UP } from './ring-memory.js';

/** The thread that empties a ring, in order. */
export interface RingReader {
  /** Whether all of so many threads can begin. @throws what one of them threw. */
  areReady(threads: number): boolean;
  /** Has the batches from this one on made. */
  begin(batch: number): void;
  /**
   * Blocks until a batch is there: `size` images, which lie in the ring until the next call. None
   * before it can be asked for any more. `pause` is called now and then while threads get on; it
   * may throw.
   *
   * @throws what a thread threw.
   */
  take(batch: number, size: number, pause: () => void): NativeBatch;
}

/** `failures`: where a thread's error comes before it is told of in the ring. */
export function readRing(memory: RingMemory, failures: MessagePort): RingReader {
  const words = new Int32Array(memory.words);
  const { side, classes, mixes } = memory.form;

  function refuseFailed(): void {
    if (Atomics.load(words, FAILED) === 0) return;
    const told: { readonly message: SerializedError } | undefined = receiveMessageOnPort(failures);
    throw told ? reviveError(told.message) : new Error('an augmentation thread has failed before');
  }

  function begin(batch: number): void {
    Atomics.store(words, READING, batch);
    Atomics.notify(words, READING);
  }

  function waitFor(batch: number, pause: () => void): void {
    const word = FILLED + (batch % memory.slots);
    let beat = Atomics.load(words, BEAT);
    for (;;) {
      refuseFailed();
      const filled = Atomics.load(words, word);
      if (filled === batch + 1) return;
      if (Atomics.wait(words, word, filled, PATIENCE) !== 'timed-out') continue;
      const now = Atomics.load(words, BEAT);
      // Where threads stand still, this one is to be seen standing still, too.
      if (now !== beat) pause();
      beat = now;
    }
  }

  return {
    areReady(threads) {
      refuseFailed();
      return Atomics.load(words, UP) === threads;
    },
    begin,
    take(batch, size, pause) {
      begin(batch);
      waitFor(batch, pause);
      const { data, labels } = slotOf(memory, batch);
      return {
        images: { data: data.subarray(0, size * side * side * 3), size, side },
        // A tensor may be made of them later on.
        labels: labels.slice(0, size * (mixes ? classes : 1)),
      };
    },
  };
}

/** Milliseconds after which a stop is looked for. */
const PATIENCE = 100;
