import type { Params } from '../space.js';

/** What a sampler that learns begins with: points of an earlier sweep, as they were when it began. */
export interface WarmStart {
  /** The earlier sweep: id or name, as the file has it. */
  readonly sweep: string;
  /** Those of its finished trials that lie in this sweep's space. Empty until the sweep has begun. */
  readonly points: readonly EarlierPoint[];
}

export interface EarlierPoint {
  readonly params: Params;
  /** One value for each of the sweep's objectives, as a loss: lower is better. */
  readonly losses: readonly number[];
}
