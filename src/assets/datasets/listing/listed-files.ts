import { statSync } from 'node:fs';
import { relative } from 'node:path';
import { SPLITS, type Split } from '../../../core/data/contents.js';
import type { FolderListing } from './listing.js';

/** One image of a folder, and the state that its file is in. */
export interface ListedFile {
  /** Relative to the source. */
  readonly path: string;
  readonly split: Split;
  readonly label: number;
  /** Bytes; 0 if it is gone meanwhile. */
  readonly size: number;
  readonly mtimeMs: number;
}

/** Every image of a listing, as it is now: a stat each, nothing read. */
export function listedFiles(source: string, { images }: FolderListing): readonly ListedFile[] {
  return SPLITS.flatMap((split) =>
    (images[split] ?? []).map(({ path, label }) => {
      const stat = statSync(path, { throwIfNoEntry: false });
      const state = { size: stat?.size ?? 0, mtimeMs: stat?.mtimeMs ?? 0 };
      return { path: relative(source, path), split, label, ...state };
    }),
  );
}
