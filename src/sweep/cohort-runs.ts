import { addWork, type CohortWork, NO_WORK } from '../core/cohort-work.js';
import type { Trial, TrialOutcome } from '../core/trial.js';
import { createBreaker } from './breaker.js';
import { createKeeper } from './keep-best.js';
import type { Cohort } from './queue.js';
import type { Roster } from './roster.js';
import { type CohortParts, runCohort } from './run-cohort.js';
import { createSettle } from './settle.js';
import type { Stop } from './stop.js';
import type { SweepParts } from './sweep-parts.js';

/** Runs cohorts one by one, each trial with what follows from its end. */
export interface CohortRuns {
  /** Resolves to the trials that something went wrong for in company: they are to run alone. */
  run(cohort: Pick<Cohort, 'trials' | 'followed'>): Promise<readonly Trial[]>;
  /** Deletes what trials that failed while no one watched left on disk. */
  tidy(): void;
  /** All that the cohorts so far have done. */
  work(): CohortWork;
}

/** After each trial, weights that are no longer among the best go, and the breaker is told. */
export function createCohortRuns(parts: SweepParts, roster: Roster, stop: Stop): CohortRuns {
  const { store, sweepId, spec, runner, recipeFor, checkpointPath, pruner } = parts;
  const { observer = {} } = parts;
  const breaker = createBreaker();
  let total = NO_WORK;
  const keeper = createKeeper(
    {
      store,
      keep: spec.keep,
      checkpointPath,
      bestLoss: ({ id }) => Math.min(...roster.curve(id).losses),
    },
    roster.all(),
  );
  let alone: Trial[] = [];

  function ended(trial: Trial, outcome: TrialOutcome): void {
    keeper.add(trial);
    if (breaker.add(outcome)) stop.request('failures', 'finish');
    if (outcome.state === 'interrupted' && outcome.error) alone.push(trial);
  }

  const cohortParts: CohortParts = {
    store,
    runner,
    roster,
    pruner,
    metric: spec.metric,
    recipeFor,
    checkpointFor: (trialId) => (spec.keep > 0 ? checkpointPath(trialId) : null),
    signal: stop.signal,
    observer,
    log(trialId, kind, message) {
      store.addEvent(sweepId, trialId, kind, message);
      observer.onEvent?.({ trialId, kind, message });
    },
    settle: createSettle(stop, spec.budget.wallMs),
    ended,
  };

  return {
    async run(cohort) {
      const work = await runCohort(cohort, cohortParts);
      if (work) total = addWork(total, work);
      const ids = new Set(cohort.trials.map(({ id }) => id));
      const again = alone.filter(({ id }) => ids.has(id));
      alone = alone.filter(({ id }) => !ids.has(id));
      return again;
    },
    tidy() {
      for (const trial of roster.all()) if (trial.state === 'failed') keeper.add(trial);
    },
    work: () => total,
  };
}
