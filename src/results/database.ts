import type { Store } from '../store/port.js';

/** A results database that is open. */
export interface Database {
  readonly store: Store;
  /** Absolute path: checkpoints and weights lie beside it. */
  readonly file: string;
}
