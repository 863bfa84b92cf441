import { useRef } from 'preact/hooks';
import { secondsText } from '../../../charts/value-text.js';
import { endedCount } from '../../../core/trial-state.js';
import type { SweepDocument } from '../../../results/documents/live/sweep.js';
import type { TrialEntry } from '../../../results/documents/live/trials.js';

/** Of a running sweep, by how fast it went while this page looked on. */
export function TimeLeft({
  sweep,
  trials,
}: {
  readonly sweep: SweepDocument;
  readonly trials: ReadonlyMap<number, TrialEntry>;
}) {
  const now = { at: performance.now() / 1000, spent: spentSeconds(trials) };
  const first = useRef(now);
  if (sweep.state !== 'running') return null;
  const left = secondsLeft(sweep, trials, first.current, now);
  return (
    <div>
      <dt>time left</dt>
      <dd>{left === null ? 'not known yet' : `about ${secondsText(left)}`}</dd>
    </div>
  );
}

interface Moment {
  /** Seconds of this page. */
  readonly at: number;
  /** Seconds of work in all trials so far. */
  readonly spent: number;
}

/** Sooner an estimate would only be noise. */
const LEAST_SECONDS = 10;

/** Null: nothing has ended yet, nothing moved, or it has no end. */
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

function spentSeconds(trials: ReadonlyMap<number, TrialEntry>): number {
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
