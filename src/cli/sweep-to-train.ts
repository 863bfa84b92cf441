import type { Sampler } from '../search/sampler.js';
import type { Store, SweepRow } from '../store/port.js';
import type { Ready } from './make-ready.js';
import type { Workers } from './open-workers.js';
import type { Format } from './parsing/shared-flags.js';
import type { Screen } from './progress/screen.js';
export interface SweepToTrain {
  readonly store: Store;
  /** Absolute path of the store's database, and as the user wrote it. */
  readonly db: string;
  readonly dbFlag: string;
  readonly sweep: SweepRow;
  readonly sampler: Sampler;
  readonly workers: Workers;
  readonly ready: Ready;
  readonly screen: Screen;
  readonly signal: AbortSignal;
  readonly format: Format;
  /** False: each trial trains alone. */
  readonly sharing: boolean;
}
