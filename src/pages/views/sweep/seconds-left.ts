import { endedCount } from '../../../core/trial-state.js';
import type { SweepDocument } from '../../../results/documents/live/sweep.js';
import type { TrialEntry } from '../../../results/documents/live/trials.js';

interface Moment {
  /** Seconds of this page. */
  readonly at: number;
  /** Seconds of work in all trials so far. */
  readonly spent: number;
}

/** Sooner an estimate would only be noise. */
const LEAST_SECONDS = 10;

/** Seconds to the end of a sweep. Null: nothing has ended yet, nothing moved, or it has no end. */
export function secondsLeft(
  sweep: Pick<SweepDocument, 'trials' | 'run_cap'>,
  trials: ReadonlyMap<number, TrialEntry>,
  first: Moment,
  now: Moment,
): number | null {
  const ended = endedCount(sweep.trials);
  const known = Object.values(sweep.trials).reduce((sum, each) => sum + each, 0);
  const [seconds, spent] = [now.at - first.at, now.spent - first.spent];
  if (ended === 0 || seconds < LEAST_SECONDS || spent <= 0) return null;
  const each = endedSeconds(trials) / ended;
  const whole = each * Math.max(known, sweep.run_cap ?? 0);
  return Math.max(0, whole - now.spent) / (spent / seconds);
}

export function spentSeconds(trials: ReadonlyMap<number, TrialEntry>): number {
  return sumOf(trials, () => true);
}

function endedSeconds(trials: ReadonlyMap<number, TrialEntry>): number {
  return sumOf(trials, ({ state }) => state !== 'queued' && state !== 'running');
}

function sumOf(trials: ReadonlyMap<number, TrialEntry>, counts: (trial: TrialEntry) => boolean) {
  let sum = 0;
  for (const trial of trials.values()) if (counts(trial)) sum += trial.seconds;
  return sum;
}
