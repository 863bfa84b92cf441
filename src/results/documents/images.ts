import type { ClassCounts } from '../../core/data/class-counts.js';
import { classCounts } from '../../core/data/class-counts.js';
import type { Split } from '../../core/data/contents.js';
import { dataNotes, type SweepImages } from '../../core/data/data-notes.js';

/** The images of a sweep, as `thaw validate` and `thaw plan` give them with `--format json`. */
export interface ImagesDocument {
  /** A data set's name, or a folder's absolute path. */
  readonly source: string;
  /** In label order, with how many images of each train, validate and lie in the test split. */
  readonly classes: readonly ClassCounts[];
  /** Images that cannot be read, and are in no count. */
  readonly unreadable: readonly {
    readonly kind: string;
    readonly split: Split;
    readonly class: string;
    readonly images: number;
  }[];
  /** What else is not used, or too little. */
  readonly notes: readonly string[];
}

/** Null: not known before they are fetched. */
export function classCountsOf({ spec, contents }: SweepImages): readonly ClassCounts[] | null {
  return contents && classCounts(contents, spec.data, spec.seed);
}

/** Null: likewise. */
export function imagesDocument({ spec, contents }: SweepImages): ImagesDocument | null {
  if (!contents) return null;
  const { data, seed } = spec;
  return {
    source: data.source,
    classes: classCounts(contents, data, seed),
    unreadable: contents.unreadable.map(({ className, ...rest }) => {
      return { ...rest, class: className };
    }),
    notes: dataNotes(contents, data, seed),
  };
}
