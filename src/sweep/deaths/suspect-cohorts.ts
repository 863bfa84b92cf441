import type { Deaths } from '../../core/snapshots/death.js';
import type { Trial } from '../../core/trial.js';

/**
 * Deaths without progress from which on a cohort is divided. Two are mostly kills in haste, and a
 * cohort that stays whole costs less and is judged as it would have been.
 */
export const DIVIDED = 3;

/** Whether processes died under a trial so often that it runs after all others. */
export function isSuspect(deaths: Deaths | undefined): boolean {
  return deaths !== undefined && deaths.count >= DIVIDED;
}

/**
 * How the trials of cohorts that keep dying run again, to find out which of them ends the process: in
 * halves first, then each alone. Trials that go on from different snapshots never meet. Pure.
 */
export function suspectCohorts(
  suspects: readonly Trial[],
  deathsOf: (trial: Trial) => Deaths,
  snapshotOf: (trial: Trial) => number | undefined,
): readonly (readonly Trial[])[] {
  const together = new Map<string, Trial[]>();
  for (const trial of suspects.toSorted((a, b) => a.number - b.number)) {
    const { cohort, count } = deathsOf(trial);
    const company = cohort === null || count > DIVIDED ? `alone ${trial.id}` : cohort;
    const key = JSON.stringify([company, snapshotOf(trial) ?? null]);
    together.set(key, [...(together.get(key) ?? []), trial]);
  }
  return [...together.values()].flatMap(halves);
}

function halves(trials: readonly Trial[]): readonly (readonly Trial[])[] {
  const half = Math.ceil(trials.length / 2);
  return [trials.slice(0, half), trials.slice(half)].filter(({ length }) => length > 0);
}
