import type { KeyKind } from './store/artifact-store.js';

/** The artifacts of one team, as files, whatever lies between: a gateway, or the place itself. */
export interface Blobs {
  /** Whether it is there. */
  has(digest: string): Promise<boolean>;
  /**
   * Sends a file unless it is there already. It is named by what it is known to be: the SHA-256 (hex)
   * that whoever wrote it took.
   *
   * @throws {ArtifactError} `wrong`: the file is not what it was; `large`, `full`. @throws {FetchError}
   */
  put(path: string, digest: string, options?: TransferOptions): Promise<void>;
  /**
   * Fetches a blob to a path; there is nothing at it, or all of it, compared byte for byte. What a
   * cut-off try left beside it is gone on with.
   *
   * @throws {ArtifactError} `missing`, `damaged`. @throws {FetchError}
   */
  get(digest: string, path: string, options?: TransferOptions): Promise<void>;
  /** Sends bytes that are no file, again from their beginning for each try, unless they are there. */
  putBytes(blob: BlobSource, digest: string, options?: TransferOptions): Promise<void>;
  /** The blob with a name of a kind; null: there is none. */
  find(kind: KeyKind, key: string): Promise<string | null>;
  /** @throws {ArtifactError} `missing`: there is no such blob. */
  link(kind: KeyKind, key: string, digest: string): Promise<void>;
}

export interface BlobSource {
  readonly total: number;
  bytes(): AsyncIterable<Uint8Array>;
}

export interface TransferOptions {
  readonly signal?: AbortSignal;
  /** Told of bytes that went so far, of how many. */
  readonly progress?: (done: number, total: number) => void;
}
