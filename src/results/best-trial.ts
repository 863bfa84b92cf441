import type { Store, SweepRow } from '../store/port.js';
import { finalLeaderboard } from './leaderboard.js';

/** The trial in first place. */
export interface BestTrial {
  /** Id. */
  readonly trial: number;
  readonly value: number;
  readonly epoch: number;
}

/**
 * Among trials that are made of the same: those that come after the same `change`. Null: none has
 * finished within the sweep's bounds yet.
 */
export async function bestTrial(
  store: Pick<Store, 'readings'>,
  sweep: SweepRow,
  change: number,
): Promise<BestTrial | null> {
  // Those of change 0 come first, the best of them on top.
  const { rows } = await finalLeaderboard(store, sweep, change === 0 ? { top: 1 } : {});
  const best = rows.find((row) => row.change === change);
  if (best?.state !== 'finished' || !best.feasible || best.value === null || best.epoch === null)
    return null;
  return { trial: best.trial, value: best.value, epoch: best.epoch };
}
