import type { Progress } from '../../../core/progress.js';
import type { Observer } from '../../observer.js';
import type { World } from '../../world.js';

/** Tells how far a copy is, once it takes more than a second. */
export function tellCopy({ now }: Pick<World, 'now'>, observer: Observer) {
  const began = now();
  const tell = (label: string, unit: Progress['unit']) => (done: number, total: number) => {
    if (now() - began < SHORT) return;
    const seconds = (now() - began) / 1000;
    observer.onPart?.({ type: 'progress', label, done, total, unit, seconds });
  };
  return { onRows: tell('copying and reading back', 'rows'), onFiles: tell('weights', 'files') };
}

/** Milliseconds. */
const SHORT = 1000;
