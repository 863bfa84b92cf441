import type { Pack } from '../../../assets/packs/pack.js';
import type { KeyKind } from '../store/artifact-store.js';

/** Images or weights of a sweep, as they go from the machine that has them to those that train. */
export interface Input {
  readonly kind: KeyKind;
  /** What tells them from all others: what a fingerprint has of them. */
  readonly key: string;
  /** In words: `the images of /home/ada/flowers`. */
  readonly title: string;
}

/** Where it is to lie on a machine that trains. */
export interface InputPlace extends Input {
  /** Absolute; there with all its files, or not at all. */
  readonly folder: string;
  /** Whether what lies there may be used. */
  isWhole(folder: string): Promise<boolean>;
  /**
   * Writes a pack's files into an empty folder, each compared with what is known of it.
   *
   * @throws {DataError} it holds something else.
   */
  unpack(pack: string, folder: string): Promise<void>;
}

/** How it is sent. */
export interface InputSource extends Input {
  /** Null: it is not on this machine, and goes by a name by which others find it themselves. */
  pack(): Promise<Pack | null>;
}
