import type { Provenance } from '../core/provenance.js';
import type { Documents } from '../results/documents/documents.js';

/** All that a report is made of. */
export interface ReportParts
  extends Pick<
    Documents,
    | ('sweep' | 'trials' | 'curves' | 'leaderboard' | 'importance' | 'pareto')
    | ('sharing' | 'advise')
  > {
  /** The best; null: nothing has finished. */
  readonly trial: Documents['trial'] | null;
  /** What the latest attempt ran on; null: not known. */
  readonly ranOn: Provenance | null;
  /** Of each trial that was measured on the test split, how often, and its latest accuracy. */
  readonly tested: readonly {
    readonly trial: number;
    readonly times: number;
    readonly images: number;
    readonly accuracy: number;
  }[];
  /** The sampler chose by the trials before: they are not drawn evenly. */
  readonly samplerLooks: boolean;
  /** This program's. */
  readonly version: string;
}
