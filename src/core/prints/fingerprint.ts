/** What a trial was made of, beside its recipe. Digests are SHA-256, hex. */
export interface Fingerprint {
  /** In label order. */
  readonly classNames: readonly string[];
  /** Of its images' `DataListing`; null: an older program did not keep it. */
  readonly data: string | null;
  /** Of the file or the package that training started from; null: likewise. */
  readonly weights: string | null;
}

/** What the trials of a sweep were made of. */
export interface MadeOf {
  /** Which accepted change of data or weights they come after; 0: they are as the sweep began. */
  readonly change: number;
  readonly fingerprint: Fingerprint;
}

/** Which of its parts differ; what an older program did not keep is taken for equal. */
export function differing(
  was: Fingerprint,
  now: Fingerprint,
): { readonly data: boolean; readonly weights: boolean } {
  const sameClasses = JSON.stringify(was.classNames) === JSON.stringify(now.classNames);
  return {
    data: !sameClasses || isOther(was.data, now.data),
    weights: isOther(was.weights, now.weights),
  };
}

function isOther(was: string | null, now: string | null): boolean {
  return was !== null && now !== null && was !== now;
}

/** A file, and the SHA-256 (hex) it was written with; null: an older program did not keep that. */
export interface KeptFile {
  readonly path: string;
  readonly digest: string | null;
}
