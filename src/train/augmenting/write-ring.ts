import type { NativeBatch } from '../input/native-images.js';
import { BEAT, FILLED, READING, type RingMemory, slotOf, UP } from './ring-memory.js';

/** One of the threads that fill a ring: each has every so manieth batch, and so slots of its own. */
export interface RingWriter {
  /** It can begin. */
  ready(): void;
  /** An image is begun. */
  beat(): void;
  /** Blocks until there is room for a batch of this thread's later than `last`; gives its number. */
  next(last: number): number;
  /** Where its mixed images may be put already; undefined: they are bytes. */
  room(batch: number): Float32Array | undefined;
  put(batch: number, made: NativeBatch): void;
}

/** `thread` of `threads`, which `slots` is a multiple of; `end`: the batches of all epochs. */
export function writeRing(
  memory: RingMemory,
  thread: number,
  threads: number,
  end: number,
): RingWriter {
  const words = new Int32Array(memory.words);
  /** The first of this thread's from a batch on. */
  const ownFrom = (batch: number) => batch + ((((thread - batch) % threads) + threads) % threads);

  return {
    ready: () => void Atomics.add(words, UP, 1),
    beat: () => void Atomics.add(words, BEAT, 1),
    next(last) {
      for (;;) {
        const reading = Atomics.load(words, READING);
        const batch = ownFrom(Math.max(last + 1, reading));
        if (reading >= 0 && batch < Math.min(end, reading + memory.slots)) return batch;
        Atomics.wait(words, READING, reading);
      }
    },
    room(batch) {
      const { data } = slotOf(memory, batch);
      return data instanceof Float32Array ? data : undefined;
    },
    put(batch, { images, labels }) {
      const slot = slotOf(memory, batch);
      if (images.data.buffer !== slot.data.buffer) slot.data.set(images.data);
      slot.labels.set(labels);
      const word = FILLED + (batch % memory.slots);
      Atomics.store(words, word, batch + 1);
      Atomics.notify(words, word);
    },
  };
}
