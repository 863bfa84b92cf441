import { addWork, type CohortWork, NO_WORK } from '../core/cohort-work.js';
import type { Trial, TrialOutcome } from '../core/trial.js';
import { createBreaker } from './breaker.js';
import { createJudge } from './judge.js';
import { createKeeper } from './keep-best.js';
import { isPaused, runsAlone } from './outcomes.js';
import type { Cohort } from './queue.js';
import type { Roster } from './roster.js';
import { runCohort } from './run-cohort.js';
import type { RunningSweep } from './running-sweep.js';
import type { Stop } from './stop.js';
import type { SweepParts } from './sweep-parts.js';

/** Runs cohorts one by one, each trial with what follows from its end. */
export interface CohortRuns {
  /** Resolves to the trials that are to run again, alone, once nothing else waits. */
  run(cohort: Pick<Cohort, 'trials' | 'followed'>): Promise<readonly Trial[]>;
  /** Deletes what trials that failed while no one watched left on disk. */
  tidy(): Promise<void>;
  /** All that the cohorts so far have done. */
  work(): CohortWork;
}

/** After each trial, weights that are no longer among the best go, and the breaker is told. */
export async function createCohortRuns(
  parts: SweepParts,
  roster: Roster,
  stop: Stop,
  apart: ReadonlySet<number>,
): Promise<CohortRuns> {
  const { store, sweepId, spec, checkpointPath } = parts;
  const breaker = createBreaker();
  const keeper = await createKeeper({ store, sweepId, spec, checkpointPath, apart }, roster);
  const again = new Set<number>();
  let total = NO_WORK;

  const sweep: RunningSweep = {
    parts,
    roster,
    stop,
    judge: createJudge(parts.pruner, roster),
    log: (trialId, kind, message) => store.log.addEvent({ sweepId, trialId, kind, message }),
    async ended(trial: Trial, outcome: TrialOutcome) {
      await keeper.add(trial);
      if (breaker.add(outcome)) stop.request('failures', 'finish');
      if (runsAlone(outcome) || isPaused(outcome)) again.add(trial.id);
    },
  };

  return {
    async run(cohort) {
      const work = await runCohort(cohort, sweep);
      if (work) total = addWork(total, work);
      const back = cohort.trials.filter(({ id }) => again.delete(id));
      return back.map(({ id }) => roster.get(id));
    },
    async tidy() {
      for (const trial of roster.all()) if (trial.state === 'failed') await keeper.add(trial);
    },
    work: () => total,
  };
}
