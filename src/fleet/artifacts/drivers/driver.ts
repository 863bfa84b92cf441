import type { BlobKey } from '../blob-key.js';

type Env = Readonly<Record<string, string | undefined>>;

/** A kind of place that blobs are kept in. Its file loads nothing heavy until `open`. */
export interface BlobDriver {
  readonly type: string;
  /** How its places are written: `s3://bucket/prefix`. */
  readonly spelled: string;
  readonly summary: string;
  matches(place: string): boolean;
  /** @throws {UsageError} the place is written wrongly. @throws {ThawError} it cannot be used. */
  open(place: string, env: Env): Promise<BlobPlace>;
}

/**
 * A place of blobs, for any number of processes on any number of machines at once. It compares no
 * digests: its caller does, in what it writes and in what it reads.
 *
 * Errors that say something to a person are `ArtifactError`; others are as the system gave them.
 */
export interface BlobPlace {
  /**
   * Writes all bytes, or nothing that `read`, `size` or `list` would show: also where `bytes` fails
   * after its last one, or the process is killed. What is there already is replaced in one step.
   * Resolves to how many they were.
   */
  write(key: BlobKey, bytes: AsyncIterable<Uint8Array>): Promise<number>;
  /** Bytes from `from` on, to the end. @throws {ArtifactError} `missing`. */
  read(key: BlobKey, from: number): Promise<AsyncIterable<Uint8Array>>;
  /** In bytes; null: it is not there. */
  size(key: BlobKey): Promise<number | null>;
  /** Also what is not there. */
  remove(key: BlobKey): Promise<void>;
  /** All that are there, of all teams; what is no blob is passed over. */
  list(): AsyncIterable<StoredBlob>;
  /** Removes what was cut off while it was written, at least so many milliseconds ago. */
  clearUnfinished(ageMs: number): Promise<void>;
}

export interface StoredBlob {
  readonly key: BlobKey;
  readonly bytes: number;
  /** Milliseconds since 1970, by the clock of the place. */
  readonly writtenAt: number;
}
