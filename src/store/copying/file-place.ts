import type { NamedFile } from './named-files.js';

/** Where the files lie that rows of a database name. */
export interface FilePlace {
  /** A file without a digest could not be found there again. */
  readonly byDigest: boolean;
  /** Path of a file on this machine, fetched if it lies elsewhere; null: it is not there. */
  find(file: NamedFile): Promise<string | null>;
  /** Keeps what lies at `path` as this file, whole or not at all. */
  put(file: NamedFile, path: string): Promise<void>;
  /** Takes back all that was put. */
  undo(): Promise<void>;
}

/** What became of the files that rows name. */
export interface FilesPlaced {
  readonly placed: number;
  readonly bytes: number;
  readonly left: readonly FileLeft[];
}

/**
 * `elsewhere`: one of the two places cannot be reached from here. `nameless`: an older program kept no
 * digest, by which alone it could be found there.
 */
export interface FileLeft {
  readonly file: NamedFile;
  readonly why: 'missing' | 'damaged' | 'elsewhere' | 'nameless';
}
