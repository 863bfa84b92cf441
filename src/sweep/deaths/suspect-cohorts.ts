import type { Deaths } from '../../core/snapshots/death.js';
import type { Trial } from '../../core/trial.js';

/**
 * Deaths without progress, one after another at the same step, from which on a cohort is divided.
 * Kills from outside come at any step, and a cohort that stays whole is judged as it would have been:
 * divided, it is not (of 76 sweeps killed at random, one ended otherwise for three deaths anywhere).
 */
const DIVIDED = 3;

/** The same wherever they were: memory, say, that is too short. */
const DIVIDED_ANYWHERE = 10;

/** Whether processes died under a trial so often that it runs after all others. */
export function isSuspect(deaths: Deaths | undefined): boolean {
  if (deaths === undefined) return false;
  return deaths.inPlace >= DIVIDED || deaths.count >= DIVIDED_ANYWHERE;
}

/**
 * How the trials of cohorts that keep dying run again, to find out which of them ends the process: in
 * halves, and those in halves, until each is alone. Trials that go on from different snapshots never
 * meet. Pure.
 */
export function suspectCohorts(
  suspects: readonly Trial[],
  deathsOf: (trial: Trial) => Deaths,
  snapshotOf: (trial: Trial) => number | undefined,
): readonly (readonly Trial[])[] {
  const together = new Map<string, Trial[]>();
  for (const trial of suspects.toSorted((a, b) => a.number - b.number)) {
    const company = deathsOf(trial).cohort ?? `alone ${trial.id}`;
    const key = JSON.stringify([company, snapshotOf(trial) ?? null]);
    together.set(key, [...(together.get(key) ?? []), trial]);
  }
  return [...together.values()].flatMap(halves);
}

function halves(trials: readonly Trial[]): readonly (readonly Trial[])[] {
  const half = Math.ceil(trials.length / 2);
  return [trials.slice(0, half), trials.slice(half)].filter(({ length }) => length > 0);
}
