import type { TrialState } from '../../../../core/trial-state.js';
import type { SharedCohort } from '../../../../results/documents/live/sharing.js';
import type { TrialEntry } from '../../../../results/documents/live/trials.js';

/** Cohorts with those of their trials that are in these states, and the branches of these. */
export function withStates(
  cohorts: readonly SharedCohort[],
  trials: readonly TrialEntry[],
  states: readonly TrialState[] | undefined,
): readonly SharedCohort[] {
  if (!states) return cohorts;
  const asked = new Set(
    trials.filter(({ state }) => states.includes(state)).map(({ trial }) => trial),
  );
  const only = (ids: readonly number[]) => ids.filter((id) => asked.has(id));
  return cohorts
    .map((cohort) => ({
      ...cohort,
      trials: only(cohort.trials),
      branches: cohort.branches
        .map((branch) => ({ ...branch, trials: only(branch.trials) }))
        .filter((branch) => branch.trials.length > 0),
    }))
    .filter((cohort) => cohort.trials.length > 0);
}
