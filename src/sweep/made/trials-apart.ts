import type { SweepParts } from '../sweep-parts.js';

/**
 * Trials made of other images or weights than those that run now: nothing is ranked, stopped or
 * proposed by comparison with them.
 */
export async function trialsApart({
  store,
  sweepId,
  made,
}: Pick<SweepParts, 'store' | 'sweepId' | 'made'>): Promise<ReadonlySet<number>> {
  if (!made) return new Set();
  const others = (await store.readings.allMadeOf(sweepId)).filter(
    ({ change }) => change !== made.change,
  );
  return new Set(others.flatMap(({ trials }) => trials));
}
