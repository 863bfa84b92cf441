import type { Store, SweepRow } from '../store/port.js';
import { finalLeaderboard } from './leaderboard.js';

/** The trial in first place. */
export interface BestTrial {
  /** Id. */
  readonly trial: number;
  readonly value: number;
  readonly epoch: number;
}

/** Null: no trial has a place yet. */
export async function bestTrial(
  store: Pick<Store, 'readings'>,
  sweep: SweepRow,
): Promise<BestTrial | null> {
  const { rows } = await finalLeaderboard(store, sweep, { top: 1 });
  const [best] = rows;
  if (!best || best.rank === null || best.value === null || best.epoch === null) return null;
  return { trial: best.trial, value: best.value, epoch: best.epoch };
}
