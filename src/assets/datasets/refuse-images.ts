import type { Contents } from '../../core/data/contents.js';
import { unreadableText } from '../../core/data/unreadable-text.js';
import { DataError } from '../../core/errors.js';

export interface BrokenImage {
  readonly path: string;
  readonly why: string;
}

/** The error that names broken images: the first few, and how many. */
export function brokenImages(broken: readonly BrokenImage[]): DataError {
  const count = broken.length === 1 ? '1 image is' : `${broken.length} images are`;
  const more = broken.length > TOLD ? [`  and ${broken.length - TOLD} more`] : [];
  return new DataError([
    `${count} broken:`,
    ...broken.slice(0, TOLD).map(({ path, why }) => `  ${path}: ${why}`),
    ...more,
    'Repair or remove them, or pass --skip-bad to leave them out.',
  ]);
}

const TOLD = 10;

/** The error that counts what is an image by its name, and of a kind that is not read. */
export function unreadableImages(unreadable: Contents['unreadable'], first: string): DataError {
  return new DataError(
    `${unreadableText(unreadable)}, such as ${first}. Convert or remove them, or pass --skip-bad to leave them out.`,
  );
}
