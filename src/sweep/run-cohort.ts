import type { CohortWork } from '../core/cohort-work.js';
import { serializeError } from '../core/errors.js';
import type { Report, Trial, TrialEnd, TrialTask } from '../core/trial.js';
import type { Verdict } from '../core/verdict.js';
import { isPaused, outcomeOf } from './outcomes.js';
import type { Cohort } from './queue.js';
import type { RunnerEvents } from './runners/runner.js';
import type { RunningSweep } from './running-sweep.js';
import type { SweepParts } from './sweep-parts.js';

/** Runs a cohort to its end and stores all it tells. Rejects when runner or store broke. */
export async function runCohort(
  { trials, followed }: Pick<Cohort, 'trials' | 'followed'>,
  sweep: RunningSweep,
): Promise<CohortWork | null> {
  const { parts, roster, judge, stop, log } = sweep;
  const { store, observer = {} } = parts;
  await store.queue.take(
    trials.map(({ id }) => id),
    parts.provenance,
    parts.made,
  );
  for (const { id } of trials) {
    const trial = roster.start(id);
    observer.onTrialStart?.(trial);
  }

  const reasons = new Map<number, string>();
  const planned: TrialTask[] = [];
  const broken: TrialEnd[] = [];
  for (const trial of trials) {
    try {
      planned.push(taskOf(trial, parts));
    } catch (error) {
      broken.push({ trialId: trial.id, how: 'broke', error: serializeError(error) });
    }
  }

  async function end(told: TrialEnd): Promise<void> {
    const outcome = outcomeOf(told, {
      alone: planned.length <= 1,
      stopping: stop.reason,
      budget: parts.spec.budget,
      reason: reasons.get(told.trialId),
    });
    const { trialId, state, error } = outcome;
    await store.queue.end([outcome]);
    const trial =
      state === 'interrupted'
        ? roster.giveBack(trialId, isPaused(outcome))
        : roster.end(trialId, state);
    if (error) await log(trialId, state, error.message);
    observer.onTrialEnd?.(trial, outcome);
    await sweep.ended(trial, outcome);
  }

  async function epoch(
    reports: Parameters<RunnerEvents['epoch']>[0],
  ): Promise<ReadonlyMap<number, Verdict>> {
    const isRunning = ({ trialId }: { readonly trialId: number }) =>
      roster.get(trialId).state === 'running';
    const present = reports.filter(isRunning);
    const late = reports.filter((report) => !isRunning(report));
    for (const { trialId, report } of late) {
      await log(trialId, 'late-report', `epoch ${report.epoch} was reported after the trial's end`);
    }
    const stored = store.log.report(present);
    // At once, so that a lane that judges meanwhile sees the whole rung or nothing of it.
    for (const { trialId, report } of present) {
      const trial = roster.report(trialId, report);
      observer.onReport?.(trial, report);
    }
    await stored;
    const verdicts = new Map<number, Verdict>(late.map(({ trialId }) => [trialId, 'stop']));
    for (const { trialId } of present) verdicts.set(trialId, 'continue');
    for (const [trialId, decision] of judge.rung(present.filter(hasNextEpoch))) {
      verdicts.set(trialId, decision.action);
      if (decision.action === 'continue') continue;
      const did = decision.action === 'pause' ? 'paused' : 'pruned';
      const { epoch } = roster.get(trialId).reports.at(-1)!;
      reasons.set(trialId, `${did} after epoch ${epoch}: ${decision.reason}`);
    }
    return verdicts;
  }

  /** After its last epoch a trial is finished, whatever a pruner thinks of it. */
  function hasNextEpoch({ trialId, report }: { trialId: number; report: Report }): boolean {
    return report.epoch + 1 < roster.get(trialId).recipe!.pace.epochs;
  }

  for (const told of broken) await end(told);
  if (planned.length === 0) return null;
  return parts.runner.run(
    { trials: planned, followed },
    {
      epoch,
      end,
      note: (trialId, message) => log(trialId, 'note', message),
      step: (trialIds, progress) => observer.onStep?.(trialIds, progress),
    },
    stop.signal,
  );
}

/** What the runner is given. @throws the trial's params made no recipe. */
function taskOf(trial: Trial, parts: SweepParts): TrialTask {
  const { spec, checkpointPath } = parts;
  const { id, recipe } = trial;
  if (!recipe) throw noRecipe(trial, parts);
  return { trialId: id, recipe, checkpoint: spec.keep > 0 ? checkpointPath(id) : null };
}

/** Why a trial was laid down without a recipe: its params make none, or made none then. */
function noRecipe({ params, replicate }: Trial, { recipeFor }: SweepParts): unknown {
  try {
    recipeFor(params, replicate);
  } catch (error) {
    return error;
  }
  return new Error(
    'its parameters made no recipe when it was laid down; a new sweep may train them',
  );
}
