/** What `fetch` brought into the cache, or found there. */
export interface Fetched {
  /** Absolute path. */
  readonly cacheDir: string;
  /** `imagenet`, `random`, or a file's path. */
  readonly weights: string;
  /** `cifar10`, or a folder's path. */
  readonly data: string;
  /** Images in each split, broken ones left out; null: not counted. */
  readonly available: { readonly train: number; readonly test: number } | null;
  /** Paths of broken images. */
  readonly skipped: readonly string[];
}

/** `thaw fetch --format json`. */
export interface FetchDocument {
  readonly cache: string;
  readonly weights: string;
  readonly data: string;
  /** Images. */
  readonly train: number | null;
  readonly test: number | null;
  readonly skipped: readonly string[];
}

export function fetchDocument(fetched: Fetched): FetchDocument {
  const { cacheDir, weights, data, available, skipped } = fetched;
  return {
    cache: cacheDir,
    weights,
    data,
    train: available?.train ?? null,
    test: available?.test ?? null,
    skipped,
  };
}
