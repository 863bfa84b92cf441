import { setTimeout as sleep } from 'node:timers/promises';
import { addWork, type CohortWork, NO_WORK } from '../../core/cohort-work.js';
import { isPaused, type Trial, type TrialOutcome } from '../../core/trial.js';
import { createBreaker } from '../breaker.js';
import { notCompiledText } from '../faults/not-compiled.js';
import { type Again, createRetries, type NextTry, regroup } from '../faults/retries.js';
import { createKeeper } from '../keep-best.js';
import { createJudge } from '../pruning/judge.js';
import type { Paused } from '../pruning/paused.js';
import type { Roster } from '../roster.js';
import type { RunningSweep } from '../running-sweep.js';
import type { Stop } from '../stop.js';
import type { SweepParts } from '../sweep-parts.js';
import { type CohortToGoOn, goOnWith } from './left-cohorts.js';
import type { Cohort } from './queue.js';
import { runCohort } from './run-cohort.js';

/** Runs cohorts one by one, each trial with what follows from its end. */
export interface CohortRuns {
  /** Resolves to the trials that broke, and are to run again once nothing else waits. */
  run(cohort: CohortToRun): Promise<readonly Again[]>;
  /** The same of one that trains already. */
  goOn(cohort: CohortToGoOn): Promise<readonly Again[]>;
  /** Deletes what trials that failed while no one watched left on disk. */
  tidy(): Promise<void>;
  /** All that the cohorts so far have done. */
  work(): CohortWork;
}

export interface CohortToRun extends Pick<Cohort, 'trials' | 'followed'> {
  /** Milliseconds to wait before it; a stop cuts them short. */
  readonly pauseMs?: number;
}

/** After each trial, weights that are no longer among the best go, and the breaker is told. */
export async function createCohortRuns(
  parts: SweepParts,
  roster: Roster,
  stop: Stop,
  apart: ReadonlySet<number>,
  paused: Paused,
  { shelf, remark }: Pick<RunningSweep, 'shelf' | 'remark'>,
): Promise<CohortRuns> {
  const { store, sweepId, spec, files } = parts;
  const breaker = createBreaker();
  const keeper = await createKeeper({ store, sweepId, spec, files, apart }, roster);
  /** Trials that are to run again, and how. */
  const again = new Map<number, Extract<NextTry, { is: 'again' }>>();
  let total = NO_WORK;

  const sweep: RunningSweep = {
    parts,
    roster,
    stop,
    shelf,
    remark,
    notCompiled: tellOnce((why) => remark(notCompiledText(why), 'programs')),
    retries: createRetries(spec.retries, parts.firstPause),
    judge: createJudge(parts.pruner, roster, spec.repeats),
    log: (trialId, kind, message) => store.log.addEvent({ sweepId, trialId, kind, message }),
    async ended(trial: Trial, outcome: TrialOutcome, next: NextTry | null) {
      await keeper.add(trial, outcome.checkpointEpoch !== undefined);
      if (breaker.add(outcome)) stop.request('failures', 'finish');
      if (next?.is === 'stop') stop.request('machine', 'finish', outcome.error?.message);
      if (next?.is === 'again') again.set(trial.id, next);
      if (isPaused(outcome)) paused.add(trial.id);
      else if (outcome.state === 'interrupted' && next === null) again.set(trial.id, HANDED_BACK);
    },
  };

  /** What is to run again, now that a cohort has ended. */
  function after(trials: readonly Trial[], work: CohortWork | null): readonly Again[] {
    if (work) total = addWork(total, work);
    const back = trials.filter(({ id }) => again.has(id)).map(({ id }) => roster.get(id));
    const groups = regroup(back, ({ id }) => ({ ...again.get(id)!, from: shelf.of(id)?.id }));
    for (const { id } of back) again.delete(id);
    return groups;
  }

  return {
    async run(cohort) {
      await pause(cohort.pauseMs ?? 0, stop.asked);
      if (stop.reason) return [];
      return after(cohort.trials, await runCohort(cohort, sweep));
    },
    goOn: async (cohort) => after(cohort.own, await goOnWith(cohort, sweep)),
    async tidy() {
      for (const trial of roster.all()) if (trial.state === 'failed') await keeper.drop(trial);
    },
    work: () => total,
  };
}

/** A worker that had to go stopped its trials, which nobody else asked for: they go on together. */
const HANDED_BACK = { is: 'again', company: Number.MAX_SAFE_INTEGER, pauseMs: 0 } as const;

/** Ends early where a stop is asked for. */
async function pause(ms: number, asked: AbortSignal): Promise<void> {
  if (ms > 0) await sleep(ms, null, { signal: asked }).catch(() => undefined);
}

/** Each worker says it, and each of its programs may. */
function tellOnce(tell: (why: string) => Promise<void>): (why: string) => Promise<void> {
  let isTold = false;
  return async (why) => {
    if (isTold) return;
    isTold = true;
    await tell(why);
  };
}
