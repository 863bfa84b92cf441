import { relative, sep } from 'node:path';
import { SPLITS } from '../../../core/data/contents.js';
import type { DataListing } from '../../../core/prints/data-listing.js';
import { fileDigests } from '../../cache/file-digests.js';
import type { PrepareOptions } from '../dataset.js';
import type { FolderListing } from './listing.js';

/** A folder's images with the digests of their bytes. @throws {DataError} one cannot be read. */
export function digestFiles(
  source: string,
  { classNames, images }: FolderListing,
  options: Pick<PrepareOptions, 'cacheDir' | 'progress'>,
): DataListing {
  const listed = SPLITS.flatMap((split) =>
    (images[split] ?? []).map(({ path, label }) => {
      const below = relative(source, path).split(sep).join('/');
      return { split, path: below, className: classNames[label]! };
    }),
  );
  const paths = listed.map(({ path }) => path);
  // Decoding names it as a broken image, which may be left out.
  const digests = fileDigests(source, paths, { ...options, forbidden: '' });
  return {
    classNames,
    files: listed.map((file) => ({ ...file, digest: digests.get(file.path)! })),
  };
}
