import { dataNotes, type SweepImages } from '../core/data/data-notes.js';
import type { Observer } from './observer.js';

/** Tells what is to be known of a sweep's images by a look that decodes nothing. */
export function tellImages(
  { spec, contents }: SweepImages,
  observer: Pick<Observer, 'onNote'>,
): void {
  if (!contents) return;
  for (const message of dataNotes(contents, spec.data, spec.seed)) {
    observer.onNote?.({ kind: 'message', message });
  }
}
