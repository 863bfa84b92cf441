import type { Contents, Split } from '../../core/data/contents.js';
import type { DataListing } from '../../core/prints/data-listing.js';
import type { Progress } from '../../core/progress.js';
import type { DataSpec } from '../../core/sweep.js';
import type { KeptAsset } from '../packs/kept-asset.js';
import type { OpenImages } from './reading/open-images.js';

/** Which images of a source are to be decoded, and how. */
export type DecodedData = Pick<DataSpec, 'source' | 'decodeSize' | 'valFrom'>;

/** The file that an image was decoded from. */
export interface StoredFile {
  /** Absolute. */
  readonly path: string;
  /** SHA-256 of its bytes, in hex. */
  readonly digest: string;
}

/** Images of one size, ready to read; opened from what `prepare` left in the cache. */
export interface Dataset {
  readonly classNames: readonly string[];
  /** Native side in pixels; images are square. */
  readonly side: number;
  /** Label of every image of a split, in the source's own order; none where there is no such split. */
  labels(split: Split): Uint16Array;
  /** The file of every image of a split, in the same order; null: images have no files of their own. */
  files(split: Split): readonly StoredFile[] | null;
  /** Bytes of the named images, [n, side, side, 3] RGB, in the order asked for. */
  read(split: Split, indices: ArrayLike<number>): Uint8Array;
  /** By which other threads read the same, until `close`; absent: only this one can. */
  readonly opened?: OpenImages;
  close(): void;
}

export interface PrepareOptions {
  readonly cacheDir: string;
  readonly skipBad: boolean;
  readonly progress: (progress: Omit<Progress, 'type'>) => void;
  /** Told what was mended or taken for something on the way, a sentence each. */
  readonly note?: (message: string) => void;
}

export interface PreparedSource {
  /** Paths of images that were left out because they cannot be read. */
  readonly skipped: readonly string[];
  /** What was found on the way; absent: `contents` is asked. */
  readonly contents?: Contents;
}

/** A kind of image source. Its file loads nothing heavy until `prepare` or `open`. */
export interface DatasetDef {
  readonly type: string;
  readonly summary: string;
  /** What a sweep file may say, in words (`a folder with ...`), where it is not `type` itself. */
  readonly spelled?: string;
  /** Native side in pixels, where all such sources have the same; absent: `decodeSize` decides. */
  readonly side?: number;
  /** Whether `source`, as a sweep file gives it, is of this kind. */
  matches(source: string): boolean;
  /**
   * What the source holds, by a look that fetches and decodes nothing; null: unknown yet.
   * @throws {DataError} the source is not there or not of the expected form. With a cause: the
   * machine cannot read it.
   */
  contents(source: string, cacheDir: string): Contents | null;
  /**
   * What its images are, file by file, whether they are decoded already or not. Absent: what it is
   * called says all.
   * @throws {DataError} the source is not there, or cannot be read.
   */
  list?(data: DecodedData, options: Pick<PrepareOptions, 'cacheDir' | 'progress'>): DataListing;
  /** The folder that the paths of `list` are below. Absent: the source, or there is none. */
  root?(source: string): string;
  /** What `prepare` made of a source that goes by its name alone. Absent: it goes by its path. */
  readonly kept?: KeptAsset;
  /**
   * Fetches and decodes all images once, into the cache folder. Gives the paths of images that are
   * left out because they cannot be read.
   * @throws {DataError | FetchError}
   */
  prepare(data: DecodedData, options: PrepareOptions): Promise<PreparedSource>;
  /** @throws {DataError} not prepared. */
  open(data: DecodedData, cacheDir: string): Promise<Dataset>;
  /**
   * Any image file as this kind of source would hold it: bytes [side, side, 3].
   * @throws {DataError} not an image, or broken.
   */
  decode(
    path: string,
    decodeSize: number,
  ): Promise<{ readonly data: Uint8Array; readonly side: number }>;
}
