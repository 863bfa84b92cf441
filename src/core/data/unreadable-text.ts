import { count, grouped } from '../words/numbers.js';
import type { UnreadableCount } from './contents.js';

/** `21 images cannot be read: 20 .heic in train/dog, 1 .bmp in train/cat`. */
export function unreadableText(unreadable: readonly UnreadableCount[]): string {
  const total = unreadable.reduce((sum, { images }) => sum + images, 0);
  const shown = unreadable.slice(0, SHOWN).map(({ kind, split, className, images }) => {
    return `${grouped(images)} ${kind} in ${split}/${className}`;
  });
  const more = unreadable.length > SHOWN ? ', ...' : '';
  return `${count(total, 'image')} cannot be read: ${shown.join(', ')}${more}`;
}

/** Kinds and classes that are named. */
const SHOWN = 8;
