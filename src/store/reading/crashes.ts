import type { Deaths } from '../../core/snapshots/death.js';

/** What of an attempt that has ended tells whether a process died under it, and where. */
export interface EndColumns {
  readonly state: string;
  readonly cohort: string | null;
  readonly place: string | null;
  readonly progressed: number;
}

/**
 * Crashes since the trial last came further than ever, the one that ended that attempt included. The
 * latest first, as `ends` are.
 */
export function crashesIn(ends: readonly EndColumns[]): readonly EndColumns[] {
  const last = ends.findIndex(({ progressed }) => progressed === 1);
  const since = last < 0 ? ends : ends.slice(0, last + 1);
  return since.filter(({ state }) => state === 'crashed');
}

/** Null: none that count. */
export function deathsIn(ends: readonly EndColumns[]): Deaths | null {
  const crashes = crashesIn(ends);
  const last = crashes[0];
  if (!last) return null;
  const moved = crashes.findIndex(({ place }) => place === null || place !== last.place);
  const inPlace = moved < 0 ? crashes.length : moved;
  return { count: crashes.length, cohort: last.cohort, inPlace };
}
