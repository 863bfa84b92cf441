import { serializeError } from '../core/errors.js';
import type { CohortRunner, Store, Verdict } from '../core/ports.js';
import type { Recipe } from '../core/recipe.js';
import type { Params } from '../core/space.js';
import type { Metric } from '../core/sweep.js';
import type { Report, SerializedError, Trial, TrialOutcome } from '../core/trial.js';
import type { Pruner } from '../search/pruner.js';
import { describePeers } from './describe-peers.js';
import { metricValue } from './metric-loss.js';
import type { SweepObserver } from './observer.js';
import type { Roster } from './roster.js';

export interface TrialParts {
  readonly store: Pick<Store, 'startTrial' | 'report' | 'finishTrial'>;
  readonly runner: CohortRunner;
  readonly roster: Roster;
  readonly pruner: Pruner;
  readonly metric: Metric;
  readonly recipeFor: (params: Params) => Recipe;
  /** Where the trial's best weights go; null: keep none. */
  readonly checkpointFor: (trialId: number) => string | null;
  readonly signal: AbortSignal;
  readonly observer: SweepObserver;
  readonly log: (trialId: number, kind: string, message: string) => void;
  /** The last word on an outcome before it is stored. */
  readonly settle: (outcome: TrialOutcome) => TrialOutcome;
}

/** Runs one trial to its end and stores all it tells. Rejects when runner or store broke. */
export async function runTrial(trialId: number, parts: TrialParts): Promise<TrialOutcome> {
  const { store, roster, observer, log, settle } = parts;
  store.startTrial(trialId);
  const trial = roster.start(trialId);
  observer.onTrialStart?.(trial);

  const outcome = settle(await train(trial, parts));

  store.finishTrial(outcome);
  const ended = roster.end(trialId, outcome.state === 'interrupted' ? 'queued' : outcome.state);
  if (outcome.error) log(trialId, outcome.state, outcome.error.message);
  observer.onTrialEnd?.(ended, outcome);
  return outcome;
}

async function train({ id, params }: Trial, parts: TrialParts): Promise<TrialOutcome> {
  const { runner, roster, observer, log, signal } = parts;
  const resolved = resolve(params, parts);
  if ('error' in resolved) return { trialId: id, state: 'failed', error: resolved.error };

  const { recipe } = resolved;
  let pruned: SerializedError | undefined;

  function report(trialId: number, report: Report): Verdict {
    if (roster.get(trialId).state !== 'running') {
      log(trialId, 'late-report', `epoch ${report.epoch} was reported after the trial's end`);
      return 'stop';
    }
    parts.store.report(trialId, report);
    const trial = roster.report(trialId, report);
    observer.onReport?.(trial, report);
    // After its last epoch a trial is finished, whatever a pruner thinks of it.
    if (report.epoch + 1 >= recipe.epochs) return 'continue';
    const reason = reasonToPrune(trialId, report, parts);
    if (reason === undefined) return 'continue';
    pruned = { code: 'E_PRUNED', message: reason };
    return 'stop';
  }

  const [outcome] = await runner.run(
    [{ trialId: id, recipe, checkpoint: parts.checkpointFor(id) }],
    {
      report,
      note: (trialId, message) => log(trialId, 'note', message),
      step: (trialId, epoch, epochs, step, steps) =>
        observer.onStep?.(roster.get(trialId), { epoch, epochs, step, steps }),
    },
    signal,
  );
  if (!outcome) throw new Error(`the runner gave no outcome for trial ${id}`);
  return pruned && outcome.state === 'stopped' ? { ...outcome, error: pruned } : outcome;
}

function resolve(
  params: Params,
  { recipeFor }: TrialParts,
): { recipe: Recipe } | { error: SerializedError } {
  try {
    return { recipe: recipeFor(params) };
  } catch (error) {
    return { error: serializeError(error) };
  }
}

/**
 * Why the pruner stops the trial here, with the trials that it saw: beside several workers, who
 * was how far depends on timing, so the decision keeps what it rests on.
 */
function reasonToPrune(trialId: number, report: Report, parts: TrialParts): string | undefined {
  const { roster, pruner, metric } = parts;
  const peers = roster.peers(trialId);
  if (!pruner.shouldStop(roster.curve(trialId), peers)) return undefined;
  const value = metricValue(report, metric);
  return `pruned after epoch ${report.epoch}: ${metric.name} ${value}, compared with ${describePeers(peers)}`;
}
