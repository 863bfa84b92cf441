import type { SerializedError, Trial } from '../../core/trial.js';
import { classOf, type ErrorClass, errorClasses } from './error-class.js';

/** What becomes of a trial that broke. */
export type NextTry =
  /** It runs again, with at most so many others from its cohort, after a pause. */
  | { readonly is: 'again'; readonly company: number; readonly pauseMs: number }
  | { readonly is: 'failed' }
  /** The sweep stops; the trial waits. */
  | { readonly is: 'stop' };

/** Counts what went wrong in a run, and says what is tried again. */
export interface Retries {
  /** A cohort starts; the number stands for it. */
  starts(): number;
  /** The cohort has got through an epoch. */
  progressed(cohort: number): void;
  /** These trials are further than they were: that their process was ended before says nothing. */
  wentOn(trialIds: readonly number[]): void;
  /** What becomes of a trial of a cohort of so many. */
  next(trialId: number, error: SerializedError | undefined, company: number): NextTry;
}

/** Milliseconds before the first try of those that pause; each further one waits four times that. */
const FIRST_PAUSE = 2000;
const LONGEST_PAUSE = 120_000;

/** `limit`: `retries` of the sweep. */
export function createRetries(limit: number, firstPause = FIRST_PAUSE): Retries {
  const tries = new Map<number, number>();
  /** The same of those whose process was ended, since they last went on. */
  const kills = new Map<number, number>();
  /** By trial: the last cohort that had started when it broke first. */
  const brokeAt = new Map<number, number>();
  let started = 0;
  let proven = 0;

  return {
    starts() {
      started += 1;
      return started;
    },
    progressed(cohort) {
      proven = Math.max(proven, cohort);
    },
    wentOn(trialIds) {
      for (const id of trialIds) kills.delete(id);
    },
    next(trialId, error, company) {
      const name = error ? classOf(error) : 'unknown';
      const rule: ErrorClass = errorClasses[name];
      const counted = name === 'killed' ? kills : tries;
      const done = counted.get(trialId) ?? 0;
      if (rule.next === 'none') return { is: 'failed' };
      if (rule.next === 'half' && company > 1 && done >= (rule.wholes ?? 0)) {
        return { is: 'again', company: Math.ceil(company / 2), pauseMs: 0 };
      }
      const since = brokeAt.get(trialId) ?? started;
      brokeAt.set(trialId, since);
      counted.set(trialId, done + 1);
      if (done < (rule.again === 'retries' ? limit : rule.again)) {
        const pauseMs = rule.pauses ? Math.min(LONGEST_PAUSE, firstPause * 4 ** done) : 0;
        return { is: 'again', company, pauseMs };
      }
      return { is: rule.common && proven <= since ? 'stop' : 'failed' };
    },
  };
}

/** Trials that run again together. */
export interface Again {
  readonly trials: readonly Trial[];
  /** Milliseconds to wait before it. */
  readonly pauseMs: number;
}

interface Prospects extends Omit<Extract<NextTry, { is: 'again' }>, 'is'> {
  /** The snapshot that it goes on from. */
  readonly from?: number | undefined;
}

/**
 * Divides what came back from one cohort: trials with equal prospects share a cohort again, as far
 * as they may. `next`: of each trial.
 */
export function regroup(
  trials: readonly Trial[],
  next: (trial: Trial) => Prospects,
): readonly Again[] {
  const groups = new Map<string, { company: number; pauseMs: number; members: Trial[] }>();
  for (const trial of trials) {
    const { company, pauseMs, from } = next(trial);
    const key = `${company} ${pauseMs} ${from}`;
    const group = groups.get(key) ?? { company, pauseMs, members: [] };
    groups.set(key, group);
    group.members.push(trial);
  }
  return [...groups.values()].flatMap(({ company, pauseMs, members }) => {
    const parts = Math.ceil(members.length / company);
    const size = Math.ceil(members.length / parts);
    return Array.from({ length: parts }, (_, part) => ({
      trials: members.slice(part * size, (part + 1) * size),
      pauseMs,
    }));
  });
}
