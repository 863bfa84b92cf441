import type { MessagePort } from 'node:worker_threads';
import { DataError } from '../../../core/errors.js';
import type { UnreadImage } from '../../../core/evaluation.js';
import type { ImageToPredict } from '../../protocol/tasks.js';

/** An image file's pixels: [side, side, 3]. */
export interface DecodedImage {
  readonly image: string;
  readonly data: Uint8Array;
  readonly side: number;
}

/** Images that come by a port, decoded ahead of who takes them. */
export interface ComingImages {
  /** Those that are there, in the order in which they came, at least one; none: no more come. */
  take(most: number): Promise<readonly (DecodedImage | UnreadImage)[]>;
}

/** Files that are read and decoded at once. */
const AT_ONCE = 32;

/** Whoever sends bounds how many are under way, and so the memory. */
export function comingImages(
  port: MessagePort,
  decode: (path: string) => Promise<Omit<DecodedImage, 'image'>>,
): ComingImages {
  const queue: Promise<DecodedImage | UnreadImage>[] = [];
  const waiting: (() => void)[] = [];
  let free = AT_ONCE;
  let isOver = false;
  let wake = () => {};

  async function decoded(image: string): Promise<DecodedImage | UnreadImage> {
    if (free === 0) await new Promise<void>((next) => waiting.push(next));
    else free -= 1;
    try {
      return { image, ...(await decode(image)) };
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      return { image, why: error.message };
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  }

  port.on('message', (message: ImageToPredict | null) => {
    if (message === null) isOver = true;
    else {
      const outcome = 'why' in message ? Promise.resolve(message) : decoded(message.image);
      // Marked as handled: it is awaited when it is taken, maybe after it failed.
      outcome.catch(() => undefined);
      queue.push(outcome);
    }
    wake();
  });
  return {
    async take(most) {
      while (queue.length === 0 && !isOver) {
        await new Promise<void>((come) => {
          wake = come;
        });
      }
      return Promise.all(queue.splice(0, most));
    },
  };
}
