import { createBreaker } from './breaker.js';
import { createKeeper } from './keep-best.js';
import type { Roster } from './roster.js';
import type { SweepParts } from './run-sweep.js';
import { runTrial, type TrialParts } from './run-trial.js';
import { createSettle } from './settle.js';
import type { Stop } from './stop.js';

/** Runs trials one by one, each with what follows from its end. */
export interface TrialRuns {
  run(trialId: number): Promise<void>;
  /** Deletes what trials that failed while no one watched left on disk. */
  tidy(): void;
}

/** After each trial, weights that are no longer among the best go, and the breaker is told. */
export function createTrialRuns(parts: SweepParts, roster: Roster, stop: Stop): TrialRuns {
  const { store, sweepId, spec, runner, recipeFor, checkpointPath, pruner } = parts;
  const { observer = {} } = parts;
  const breaker = createBreaker();
  const keeper = createKeeper(
    {
      store,
      keep: spec.keep,
      checkpointPath,
      bestLoss: ({ id }) => Math.min(...roster.curve(id).losses),
    },
    roster.all(),
  );
  const trialParts: TrialParts = {
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
  };

  return {
    async run(trialId) {
      const outcome = await runTrial(trialId, trialParts);
      keeper.add(roster.get(trialId));
      if (breaker.add(outcome)) stop.request('failures', 'finish');
    },
    tidy() {
      for (const trial of roster.all()) if (trial.state === 'failed') keeper.add(trial);
    },
  };
}
