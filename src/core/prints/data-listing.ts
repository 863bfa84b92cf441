import type { Split } from '../data/contents.js';

/** What images are, file by file: equal listings give equal training. */
export interface DataListing {
  /** In label order. */
  readonly classNames: readonly string[];
  /** By split and path. */
  readonly files: readonly ListedFile[];
}

export interface ListedFile {
  /** Null: it holds images of more than one class. */
  readonly className: string | null;
  readonly split: Split;
  /** Relative to the source, with slashes on every system. */
  readonly path: string;
  /** Of its bytes: half of their SHA-256, hex. */
  readonly digest: string;
}

/** What a listing's digest is of: equal exactly when the listings are, whatever order files are in. */
export function listingText({ classNames, files }: DataListing): string {
  const rows = files.map(({ className, split, path, digest }) => [split, path, className, digest]);
  return JSON.stringify([classNames, rows.map((row) => JSON.stringify(row)).sort()]);
}

/** The listing of one split alone. */
export function listingOf(listing: DataListing, split: ListedFile['split']): DataListing {
  return { ...listing, files: listing.files.filter((file) => file.split === split) };
}
