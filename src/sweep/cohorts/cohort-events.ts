import type { Provenance } from '../../core/provenance.js';
import { afterEpoch } from '../../core/snapshots/after-epoch.js';
import { isPaused, type Report, type TrialEnd, type TrialOutcome } from '../../core/trial.js';
import type { Verdict } from '../../core/verdict.js';
import { outcomeOf } from '../outcomes.js';
import type { RunnerEvents } from '../runners/runner.js';
import type { RunningSweep } from '../running-sweep.js';
import { trialsText } from '../snapshots/shelf.js';

/** A cohort while it trains. */
export interface CohortAtWork {
  /** As attempts name it. */
  readonly name: string;
  /** Trials of the cohort, by id; what is told of others changes nothing. */
  readonly trialIds: readonly number[];
  /** Whole epochs of the snapshot that it goes on from. */
  readonly epochs: number;
  /** Trials that count as its company where one breaks. */
  readonly company: number;
  /** Why trials were told to pause or stop, as far as it was said already. */
  readonly reasons: ReadonlyMap<number, string>;
  /** Completes what is said of how a trial ended. */
  readonly inNumbers: (end: TrialEnd) => TrialEnd;
}

export interface CohortEvents extends RunnerEvents {
  /** As `begin`, of some of its trials. */
  beginWith(trialIds: readonly number[], provenance: Provenance): Promise<void>;
}

/**
 * Stores all that is told of a cohort, and what follows from it. An event that comes a second time, as
 * whoever took it in the first time could not say so any more, changes nothing.
 */
export function cohortEvents(at: CohortAtWork, sweep: RunningSweep): CohortEvents {
  const { parts, roster, judge, stop, shelf, retries, log } = sweep;
  const { store, observer = {} } = parts;
  const cohort = retries.starts();
  const reasons = new Map(at.reasons);
  const own = new Set(at.trialIds);
  /** Those that have not ended in it: others may be part of another cohort by now. */
  const open = new Set(at.trialIds);
  /** Ends that are about to be stored. */
  let ending: { readonly outcomes: TrialOutcome[]; readonly stored: Promise<void> } | undefined;

  async function beginWith(its: readonly number[], provenance: Provenance): Promise<void> {
    const fresh = its.filter((id) => roster.get(id).state === 'queued');
    await store.queue.take(fresh, provenance, parts.made, { cohort: at.name, epochs: at.epochs });
    for (const id of fresh) {
      const trial = roster.start(id, at.epochs);
      observer.onTrialStart?.(trial);
    }
  }

  async function end(said: TrialEnd): Promise<void> {
    if (!isRunning(said)) return;
    open.delete(said.trialId);
    const told = at.inNumbers(said);
    const next = told.how === 'broke' ? retries.next(told.trialId, told.error, at.company) : null;
    const outcome = outcomeOf(told, {
      again: next?.is !== 'failed',
      stopping: stop.reason,
      budget: parts.spec.budget,
      reason: reasons.get(told.trialId),
    });
    const { trialId, state, error, unsaved } = outcome;
    await storeEnd(outcome);
    const reported = isPaused(outcome) ? Number.POSITIVE_INFINITY : (shelf.of(trialId)?.epoch ?? 0);
    const trial =
      state === 'interrupted' ? roster.giveBack(trialId, reported) : roster.end(trialId, state);
    if (state !== 'interrupted' && shelf.of(trialId)) await shelf.tidy([trialId]);
    if (error) await log(trialId, isPaused(outcome) ? 'paused' : state, error.message);
    if (unsaved) await log(trialId, 'unsaved', `its weights could not be kept: ${unsaved.message}`);
    observer.onTrialEnd?.(trial, outcome);
    await sweep.ended(trial, outcome, next);
  }

  /** Ends that are told side by side are stored by one call. */
  function storeEnd(outcome: TrialOutcome): Promise<void> {
    if (!ending) {
      const outcomes: TrialOutcome[] = [];
      // Whoever goes on with them must know from where.
      const stored = shelf.settled().then(() => {
        ending = undefined;
        return store.queue.end(outcomes);
      });
      ending = { outcomes, stored };
    }
    ending.outcomes.push(outcome);
    return ending.stored;
  }

  async function epoch(
    reports: Parameters<RunnerEvents['epoch']>[0],
  ): Promise<ReadonlyMap<number, Verdict>> {
    const present = reports.filter(isRunning);
    const late = reports.filter((report) => !isRunning(report));
    for (const { trialId, report } of late) {
      if (!own.has(trialId)) continue;
      await log(trialId, 'late-report', `epoch ${report.epoch} was reported after the trial's end`);
    }
    await keep(present.filter(isNew));
    retries.progressed(cohort);
    retries.wentOn(at.trialIds);
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

  async function keep(reports: Parameters<RunnerEvents['epoch']>[0]): Promise<void> {
    const stored = store.log.report(reports);
    // At once, so that a lane that judges meanwhile sees the whole rung or nothing of it.
    for (const { trialId, report } of reports) {
      const trial = roster.report(trialId, report);
      observer.onReport?.(trial, report);
    }
    await stored;
  }

  async function noSnapshot(why: string, startOver: boolean): Promise<void> {
    const running = at.trialIds.filter((trialId) => isRunning({ trialId }));
    if (!startOver) return shelf.missed(`${trialsText(running)}: ${why}`);
    await shelf.leave(running);
    for (const id of running) roster.start(id, 0);
    return sweep.remark(
      `the checkpoint of ${trialsText(running)} is of no use, so training starts over: ${why}`,
    );
  }

  function isRunning({ trialId }: { readonly trialId: number }): boolean {
    return open.has(trialId) && roster.get(trialId).state === 'running';
  }

  function isNew({ trialId, report }: { trialId: number; report: Report }): boolean {
    return report.epoch > (roster.get(trialId).reports.at(-1)?.epoch ?? -1);
  }

  /** After its last epoch a trial is finished, whatever a pruner thinks of it. */
  function hasNextEpoch({ trialId, report }: { trialId: number; report: Report }): boolean {
    return report.epoch + 1 < roster.get(trialId).recipe!.pace.epochs;
  }

  return {
    beginWith,
    begin: (on) =>
      beginWith(
        at.trialIds,
        typeof on === 'number' ? (parts.provenanceOf?.(on) ?? parts.provenance) : on,
      ),
    epoch,
    end,
    async snapshot(made) {
      const trialIds = made.trialIds.filter((id) => own.has(id));
      await shelf.add({ ...made, trialIds });
      retries.wentOn(trialIds);
    },
    noSnapshot,
    async note(trialId, message) {
      if (own.has(trialId)) await log(trialId, 'note', message);
    },
    compiling: (trialIds, title) => observer.onCompiling?.(trialIds, title),
    notCompiled: sweep.notCompiled,
    step: (trialIds, progress) => observer.onStep?.(trialIds, progress),
    reasons,
  };
}
