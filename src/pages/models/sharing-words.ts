import { secondsText } from '../../charts/value-text.js';
import { count } from '../../core/words/numbers.js';
import type { SharedCohort, SharingDocument } from '../../results/documents/live/sharing.js';

/** What sharing was worth, in a sentence. */
export function savedText({ seconds, solo_seconds, cohorts }: SharingDocument): string {
  const trials = new Set(cohorts.flatMap((cohort) => cohort.trials)).size;
  if (trials === 0) return 'No trial has begun: nothing was shared so far.';
  const ran = `${count(trials, 'trial')} in ${count(cohorts.length, 'cohort')}`;
  if (seconds <= 0) return `${ran}; no epoch has ended yet.`;
  const times = solo_seconds / seconds;
  if (times < 1.05) {
    return `${ran} took ${secondsText(seconds)}, as long as they would have taken alone: they had nothing in common to compute once.`;
  }
  return `${ran} took ${secondsText(seconds)} of training; alone they would have taken ${secondsText(solo_seconds)}. Sharing saved ${secondsText(solo_seconds - seconds)}: all was done ${timesText(times)} as fast.`;
}

/** What one cohort saved. Null: it has no epoch yet. */
export function timesSaved({ seconds, solo_seconds }: SharedCohort): number | null {
  return seconds > 0 ? solo_seconds / seconds : null;
}

/** `3.2 times`. */
function timesText(factor: number): string {
  return `${factor < 10 ? factor.toFixed(1) : Math.round(factor)} times`;
}

/** What all cohorts' trunks have in common; null: nothing, or there is but one. */
export function commonTrunk(cohorts: readonly SharedCohort[]): Trunk | null {
  const [first, ...others] = cohorts;
  if (!first || others.length === 0) return null;
  const same = Object.entries(first.trunk).filter(([name, value]) =>
    others.every(({ trunk }) => trunk[name] === value),
  );
  return same.length === 0 ? null : Object.fromEntries(same);
}

/** What trials share, on one line; `but`: what need not be said again. */
export function trunkText(trunk: Trunk, but: Trunk | null = null): string {
  return Object.entries(trunk)
    .filter(([name]) => but === null || !Object.hasOwn(but, name))
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

type Trunk = SharedCohort['trunk'];

/** Epochs of all trials, and those that were really trained: of branches that carry several, once. */
export function epochCounts({ branches }: SharedCohort): {
  readonly wanted: number;
  readonly trained: number;
} {
  let [wanted, trained] = [0, 0];
  for (const { trials, from_epoch, to_epoch } of branches) {
    const epochs = to_epoch - from_epoch + 1;
    wanted += epochs * trials.length;
    trained += epochs;
  }
  return { wanted, trained };
}
