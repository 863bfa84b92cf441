import type { TrialEntry } from '../../results/documents/live/trials.js';

/** The trials before and after one in its sweep, by number; null: there is none. */
export interface Neighbors {
  readonly before: number | null;
  readonly after: number | null;
}

/** Ids. */
export function neighborsOf(trial: number, all: Iterable<TrialEntry>): Neighbors {
  const ids = [...all].sort((a, b) => a.number - b.number).map((each) => each.trial);
  const at = ids.indexOf(trial);
  if (at < 0) return { before: null, after: null };
  return { before: ids[at - 1] ?? null, after: ids[at + 1] ?? null };
}
