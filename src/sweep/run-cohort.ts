import type { CohortWork } from '../core/cohort-work.js';
import { serializeError } from '../core/errors.js';
import type { Recipe } from '../core/recipe.js';
import type { Params } from '../core/space.js';
import type { Metric } from '../core/sweep.js';
import type { Report, SerializedError, Trial, TrialOutcome } from '../core/trial.js';
import type { TrialTask } from '../core/trial-task.js';
import type { Verdict } from '../core/verdict.js';
import type { Pruner } from '../search/pruner.js';
import type { Store } from '../store/port.js';
import { describePeers } from './describe-peers.js';
import { metricValue } from './metric-loss.js';
import type { SweepObserver } from './observer.js';
import type { Cohort } from './queue.js';
import type { Roster } from './roster.js';
import type { CohortRunner } from './runners/runner.js';

export interface CohortParts {
  readonly store: Pick<Store, 'startTrials' | 'report' | 'finishTrial'>;
  readonly runner: CohortRunner;
  readonly roster: Roster;
  /** Null: none. */
  readonly pruner: Pruner | null;
  readonly metric: Metric;
  readonly recipeFor: (params: Params) => Recipe;
  /** Where the trial's best weights go; null: keep none. */
  readonly checkpointFor: (trialId: number) => string | null;
  readonly signal: AbortSignal;
  readonly observer: SweepObserver;
  readonly log: (trialId: number, kind: string, message: string) => void;
  /** The last word on an outcome before it is stored. */
  readonly settle: (outcome: TrialOutcome) => TrialOutcome;
  /** Told of each trial's end, once it is stored. */
  readonly ended: (trial: Trial, outcome: TrialOutcome) => void;
}

/** Runs a cohort to its end and stores all it tells. Rejects when runner or store broke. */
export async function runCohort(
  { trials, followed }: Pick<Cohort, 'trials' | 'followed'>,
  parts: CohortParts,
): Promise<CohortWork | null> {
  const { store, roster, observer, log, runner, signal } = parts;
  store.startTrials(trials.map(({ id }) => id));
  for (const { id } of trials) {
    const trial = roster.start(id);
    observer.onTrialStart?.(trial);
  }

  const recipes = new Map<number, Recipe>();
  const pruned = new Map<number, SerializedError>();

  function end(told: TrialOutcome): void {
    const reason = told.state === 'stopped' ? pruned.get(told.trialId) : undefined;
    const outcome = parts.settle(reason ? { ...told, error: reason } : told);
    const { trialId, state, error } = outcome;
    store.finishTrial(outcome);
    const trial = roster.end(trialId, state === 'interrupted' ? 'queued' : state);
    if (error) log(trialId, state, error.message);
    observer.onTrialEnd?.(trial, outcome);
    parts.ended(trial, outcome);
  }

  function report(trialId: number, report: Report): Verdict {
    if (roster.get(trialId).state !== 'running') {
      log(trialId, 'late-report', `epoch ${report.epoch} was reported after the trial's end`);
      return 'stop';
    }
    store.report(trialId, report);
    const trial = roster.report(trialId, report);
    observer.onReport?.(trial, report);
    // After its last epoch a trial is finished, whatever a pruner thinks of it.
    if (report.epoch + 1 >= recipes.get(trialId)!.pace.epochs) return 'continue';
    const reason = reasonToPrune(trialId, report, parts);
    if (reason === undefined) return 'continue';
    pruned.set(trialId, { code: 'E_PRUNED', message: reason });
    return 'stop';
  }

  const planned: TrialTask[] = [];
  for (const { id, params } of trials) {
    try {
      const recipe = parts.recipeFor(params);
      recipes.set(id, recipe);
      planned.push({ trialId: id, recipe, checkpoint: parts.checkpointFor(id) });
    } catch (error) {
      end({ trialId: id, state: 'failed', error: serializeError(error) });
    }
  }
  if (planned.length === 0) return null;
  return runner.run(
    { trials: planned, followed },
    {
      report,
      end,
      note: (trialId, message) => log(trialId, 'note', message),
      step: (trialIds, progress) => observer.onStep?.(trialIds, progress),
    },
    signal,
  );
}

/**
 * Why the pruner stops the trial here, with the trials that it saw: beside several workers, who
 * was how far depends on timing, so the decision keeps what it rests on.
 */
function reasonToPrune(trialId: number, report: Report, parts: CohortParts): string | undefined {
  const { roster, pruner, metric } = parts;
  if (!pruner) return undefined;
  const peers = roster.peers(trialId);
  if (!pruner.shouldStop(roster.curve(trialId), peers)) return undefined;
  const value = metricValue(report, metric);
  return `pruned after epoch ${report.epoch}: ${metric.name} ${value}, compared with ${describePeers(peers)}`;
}
