import type { CohortWork } from '../core/cohort-work.js';
import type { TrialState } from '../core/trial-state.js';
import { countStates } from '../core/trial-state.js';
import type { Store, SweepState } from '../store/port.js';
import { FAILURES_IN_A_ROW } from './breaker.js';
import type { Roster } from './roster.js';
import type { Stop, StopReason } from './stop.js';

/** How a run of a sweep ended. */
export interface SweepResult {
  /** `failed`: every trial that ended failed. `interrupted`: trials remain, or files lack. */
  readonly state: Exclude<SweepState, 'running'>;
  /** What ended the run before its last trial; absent: nothing did. */
  readonly reason?: Exclude<StopReason, 'broken' | 'leaving'>;
  /** One sentence for a person. */
  readonly message: string;
  readonly counts: Readonly<Record<TrialState, number>>;
  /** Trials that still wait, those without a row included; null: as many as the sampler has. */
  readonly remaining: number | null;
  /** Points that give the same recipe as others, and were not trained again. */
  readonly equal: number;
  /** What this run did, beside what it would have been trial by trial. */
  readonly work: CohortWork;
}

export interface Conclusion {
  readonly store: Store;
  readonly sweepId: number;
  readonly total: number | null;
  readonly equal: number;
  readonly roster: Roster;
  readonly work: CohortWork;
  readonly stop: Pick<Stop, 'reason' | 'detail'>;
  /** What belongs to the sweep and could not be written, as a sentence's end; null: all is there. */
  readonly lacking: string | null;
}

/** Stores how the run ended, as the sweep's state and as an event. */
export async function concludeSweep(parts: Conclusion): Promise<SweepResult> {
  const { store, sweepId } = parts;
  const result = judgeSweep(parts);
  await store.queue.updateSweep(sweepId, { state: result.state });
  const kind = result.reason ?? result.state;
  await store.log.addEvent({ sweepId, trialId: null, kind, message: result.message });
  return result;
}

function judgeSweep({ total, equal, roster, work, stop, lacking }: Conclusion): SweepResult {
  const { reason, detail } = stop;
  const counts = countStates(roster.all().map(({ state }) => state));
  const ended = roster.size - counts.queued - counts.running;
  // A run that nothing ended has asked for every trial there is.
  const remaining = !reason ? counts.queued : total === null ? null : total - ended;
  const isTold = reason !== undefined && reason !== 'broken' && reason !== 'leaving';
  const cut = remaining !== 0 && isTold ? reason : undefined;
  const allFailed = ended > 0 && counts.failed === ended;
  const state =
    allFailed && cut !== 'signal'
      ? 'failed'
      : remaining === 0 && lacking === null
        ? 'finished'
        : 'interrupted';
  const said = sentence(state, { cut, detail }, ended, remaining);
  return {
    state,
    ...(cut === undefined ? {} : { reason: cut }),
    message: lacking === null ? said : `${said}; but ${lacking}`,
    counts,
    remaining,
    equal,
    work,
  };
}

function sentence(
  state: SweepResult['state'],
  { cut, detail }: { readonly cut: SweepResult['reason']; readonly detail: string },
  ended: number,
  remaining: number | null,
): string {
  const rest = `${ended} of its trials ended, ${remaining ?? 'others'} ${remaining === 1 ? 'remains' : 'remain'}`;
  const trials = ended === 1 ? 'the only trial' : `all ${ended} trials`;
  if (cut === 'signal') return `interrupted: ${rest}`;
  if (cut === 'budget') return `budget.wall is used up: ${rest} queued`;
  if (cut === 'disk') return `budget.disk is used up (${detail}): ${rest} queued`;
  if (cut === 'spent') return `its time on machines is used up (${detail}): ${rest} queued`;
  if (cut === 'machine') {
    return `stopped, as no trial can run: ${detail.replace(/[.\s]+$/, '')}. ${rest}; mend the cause, then resume`;
  }
  if (cut === 'failures') {
    return `stopped, as the first ${FAILURES_IN_A_ROW} trials of this run all failed: ${rest}; mend the cause, then resume`;
  }
  if (remaining !== 0) return rest;
  return state === 'failed' ? `${trials} failed` : `${trials} ended`;
}
