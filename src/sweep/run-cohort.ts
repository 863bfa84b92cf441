import { randomUUID } from 'node:crypto';
import type { CohortWork } from '../core/cohort-work.js';
import { serializeError } from '../core/errors.js';
import type { Provenance } from '../core/provenance.js';
import { afterEpoch } from '../core/snapshots/after-epoch.js';
import { isPaused, type Report, type Trial, type TrialEnd, type TrialTask } from '../core/trial.js';
import type { Verdict } from '../core/verdict.js';
import { memoryNumbers } from './faults/memory-numbers.js';
import { outcomeOf } from './outcomes.js';
import type { Cohort } from './queue.js';
import type { RunnerEvents } from './runners/runner.js';
import type { RunningSweep } from './running-sweep.js';
import { trialsText } from './snapshots/shelf.js';
import type { SweepParts } from './sweep-parts.js';

/**
 * Runs a cohort to its end, from the snapshot that its trials have in common if they have one, and
 * stores all it tells. Rejects when runner or store broke.
 */
export async function runCohort(
  { trials, followed }: Pick<Cohort, 'trials' | 'followed'>,
  sweep: RunningSweep,
): Promise<CohortWork | null> {
  const { parts, roster, judge, stop, shelf, retries, log } = sweep;
  const { store, observer = {} } = parts;
  const cohort = retries.starts();
  const ids = trials.map(({ id }) => id);
  const from = shelf.of(ids[0]!);
  const epochs = from?.epoch ?? 0;
  const name = `${ids[0]}-${randomUUID().slice(0, 8)}`;
  const reasons = new Map<number, string>();
  const planned: TrialTask[] = [];
  /** Trials that end before they begin. */
  const over: TrialEnd[] = [];
  const needless = judge.beforehand(trials);
  for (const trial of trials) {
    const why = needless.get(trial.id);
    if (why !== undefined) {
      reasons.set(trial.id, `pruned before it began: ${why}`);
      over.push({ trialId: trial.id, how: 'stopped' });
      continue;
    }
    try {
      planned.push(taskOf(trial, parts));
    } catch (error) {
      over.push({
        trialId: trial.id,
        how: 'broke',
        error: { ...serializeError(error), code: 'E_CONFIG' },
      });
    }
  }

  const inNumbers = memoryNumbers(planned, parts);

  async function begin(its: readonly number[], provenance: Provenance): Promise<void> {
    await store.queue.take(its, provenance, parts.made, { cohort: name, epochs });
    for (const id of its) {
      const trial = roster.start(id, epochs);
      observer.onTrialStart?.(trial);
    }
  }

  async function end(said: TrialEnd): Promise<void> {
    const told = inNumbers(said);
    const next =
      told.how === 'broke' ? retries.next(told.trialId, told.error, planned.length) : null;
    const outcome = outcomeOf(told, {
      again: next?.is !== 'failed',
      stopping: stop.reason,
      budget: parts.spec.budget,
      reason: reasons.get(told.trialId),
    });
    const { trialId, state, error, unsaved } = outcome;
    // Whoever goes on with it must know from where.
    await shelf.settled();
    await store.queue.end([outcome]);
    const reported = isPaused(outcome) ? Number.POSITIVE_INFINITY : (shelf.of(trialId)?.epoch ?? 0);
    const trial =
      state === 'interrupted' ? roster.giveBack(trialId, reported) : roster.end(trialId, state);
    if (state !== 'interrupted' && shelf.of(trialId)) await shelf.tidy();
    if (error) await log(trialId, isPaused(outcome) ? 'paused' : state, error.message);
    if (unsaved) await log(trialId, 'unsaved', `its weights could not be kept: ${unsaved.message}`);
    observer.onTrialEnd?.(trial, outcome);
    await sweep.ended(trial, outcome, next);
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
    retries.progressed(cohort);
    retries.wentOn(ids);
    const verdicts = new Map<number, Verdict>(late.map(({ trialId }) => [trialId, 'stop']));
    for (const { trialId } of present) verdicts.set(trialId, 'continue');
    for (const [trialId, decision] of judge.rung(present.filter(hasNextEpoch))) {
      verdicts.set(trialId, decision.action);
      if (decision.action === 'continue') continue;
      const did = decision.action === 'pause' ? 'paused' : 'pruned';
      const { epoch } = roster.get(trialId).reports.at(-1)!;
      reasons.set(trialId, afterEpoch(did, epoch, decision.reason));
    }
    return verdicts;
  }

  async function noSnapshot(why: string, startOver: boolean): Promise<void> {
    const running = ids.filter((id) => roster.get(id).state === 'running');
    if (!startOver) return shelf.missed(`${trialsText(running)}: ${why}`);
    await shelf.leave(running);
    for (const id of running) roster.start(id, 0);
    return sweep.remark(
      `the checkpoint of ${trialsText(running)} is of no use, so training starts over: ${why}`,
    );
  }

  /** After its last epoch a trial is finished, whatever a pruner thinks of it. */
  function hasNextEpoch({ trialId, report }: { trialId: number; report: Report }): boolean {
    return report.epoch + 1 < roster.get(trialId).recipe!.pace.epochs;
  }

  if (over.length > 0) {
    const its = over.map(({ trialId }) => trialId);
    await begin(its, parts.provenance);
  }
  for (const told of over) await end(told);
  if (planned.length === 0) return null;
  return parts.runner.run(
    {
      trials: planned,
      followed,
      placeFile: parts.files.placeFile(name),
      from: from ? { ...from, path: shelf.pathOf(from) } : null,
      snapshots: parts.snapshots && {
        ...parts.snapshots,
        base: parts.files.snapshotBase(name),
        maxBytes: shelf.allowance(ids),
      },
    },
    {
      begin: (worker) =>
        begin(
          planned.map(({ trialId }) => trialId),
          parts.provenanceOf?.(worker) ?? parts.provenance,
        ),
      epoch,
      end,
      async snapshot(made) {
        await shelf.add(made);
        retries.wentOn(made.trialIds);
      },
      noSnapshot,
      note: (trialId, message) => log(trialId, 'note', message),
      compiling: (trialIds, title) => observer.onCompiling?.(trialIds, title),
      notCompiled: sweep.notCompiled,
      step: (trialIds, progress) => observer.onStep?.(trialIds, progress),
    },
    stop.signal,
  );
}

/** What the runner is given. @throws the trial's params made no recipe, or none to train by. */
function taskOf(trial: Trial, parts: SweepParts): TrialTask {
  const { spec, files } = parts;
  const { id, recipe } = trial;
  if (!recipe) throw noRecipe(trial, parts);
  const fault = parts.recipeFault?.(recipe) ?? null;
  if (fault !== null) {
    throw new Error(`its recipe is damaged, or of another version of Thaw: ${fault}`);
  }
  return { trialId: id, recipe, checkpoint: spec.keep > 0 ? files.checkpoint(id) : null };
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
