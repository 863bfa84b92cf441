import type { Split } from '../../../core/data/contents.js';

/** Images of a folder by class, nothing decoded. */
export interface FolderListing {
  /** Sorted by code unit, as Python's `sorted` has them. */
  readonly classNames: readonly string[];
  /** In order of their paths; null: the folder has no such split. */
  readonly images: {
    readonly train: readonly ListedImage[];
    readonly val: readonly ListedImage[] | null;
    readonly test: readonly ListedImage[] | null;
  };
  /** What is an image by its name, and cannot be read as one. */
  readonly unreadable: readonly UnreadableImage[];
  /** What was seen but isn't used, for a person. */
  readonly notes: readonly string[];
}

export interface ListedImage {
  /** Absolute. */
  readonly path: string;
  readonly label: number;
}

export interface UnreadableImage extends ListedImage {
  readonly split: Split;
  /** `.heic`, `broken link`, `named pipe`. */
  readonly kind: string;
}
