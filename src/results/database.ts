import type { Store } from '../store/port.js';
import type { TrialFiles } from './trial-files.js';

/** Results that are open. */
export interface Database {
  readonly store: Store;
  /** How messages and reports call it: an absolute path, or a URL without what is secret in it. */
  readonly name: string;
  /** Absolute path beside which its files lie (store/files.ts): its own, if it is one. */
  readonly file: string;
  readonly files: TrialFiles;
  /** Other machines have it, too: where things lie on this one is not for it to keep. */
  readonly isShared: boolean;
}
