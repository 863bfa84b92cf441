import { PAUSED, type Trial } from '../../core/trial.js';
import { endedCount } from '../../core/trial-state.js';
import type { AttemptRow, Readings, SweepRow } from '../../store/port.js';
import { sweepSize } from '../../sweep/points/counts.js';
import type { SweepTime } from '../documents/live/sweep.js';

/** What a sweep has taken and will take, by what is stored: to the last report, not to this second. */
export async function readSweepTime(readings: Readings, sweep: SweepRow): Promise<SweepTime> {
  const attempts = await readings.allAttempts(sweep.id);
  const open = sweep.state === 'finished' ? [] : await readings.trials(sweep.id, OPEN);
  const ran = secondsRun(attempts, open);
  const total = sweep.state === 'finished' ? endedCount(sweep.counts) : totalOf(sweep);
  return { ran_seconds: ran, trials: total, ...timeLeft(sweep, attempts, open, { ran, total }) };
}

const OPEN = { reports: 'open' } as const;

/** Seconds in which some attempt ran; one that runs still, as long as its cohort's reports say. */
function secondsRun(attempts: readonly AttemptRow[], open: readonly Trial[]): number {
  const reported = new Map(
    open.map(({ id, reports }) => [
      id,
      reports.reduce((sum, each) => sum + (each.seconds || 0), 0),
    ]),
  );
  const together = new Map<string, number>();
  for (const { cohort, endedAt, trialId } of attempts) {
    if (endedAt !== null) continue;
    const name = cohort ?? '';
    together.set(name, (together.get(name) ?? 0) + (reported.get(trialId) ?? 0));
  }
  let [ran, upTo] = [0, Number.NEGATIVE_INFINITY];
  for (const { startedAt, endedAt, cohort } of attempts) {
    const from = Date.parse(startedAt);
    const to = endedAt === null ? from + 1000 * together.get(cohort ?? '')! : Date.parse(endedAt);
    ran += Math.max(0, to - Math.max(from, upTo));
    upTo = Math.max(upTo, to);
  }
  return ran / 1000;
}

/** At most: points that give equal recipes are not trained again. */
function totalOf({ spec, counts }: SweepRow): number | null {
  const size = sweepSize(spec);
  const there = Object.values(counts).reduce((sum, count) => sum + count);
  return size === null ? null : Math.max(size, there);
}

function timeLeft(
  sweep: SweepRow,
  attempts: readonly AttemptRow[],
  open: readonly Trial[],
  { ran, total }: { readonly ran: number; readonly total: number | null },
): Pick<SweepTime, 'left_seconds' | 'assumes'> {
  if (sweep.state === 'finished') return { left_seconds: 0, assumes: null };
  const latest = new Map(attempts.map((attempt) => [attempt.trialId, attempt]));
  const shares = open.map((trial) => doneShare(trial, latest.get(trial.id)));
  const done = endedCount(sweep.counts) + shares.reduce((sum, share) => sum + share, 0);
  if (total === null || done < LEAST) return { left_seconds: null, assumes: null };
  const left = Math.max(0, total - done);
  const count = Math.round(left);
  return {
    left_seconds: (ran * left) / done,
    assumes: `the ${count} ${count === 1 ? 'trial' : 'trials'} to go take as long as those so far, what they shared and where they were stopped included`,
  };
}

/** Trials that were trained, in wholes, below which nothing is foretold. */
const LEAST = 0.3;

/** One that was paused waits for others, and seldom trains on. */
function doneShare(
  { state, reports, recipe }: Trial,
  attempt: Pick<AttemptRow, 'state' | 'error'> | undefined,
): number {
  if (state !== 'queued' && state !== 'running') return 0;
  if (attempt?.state === 'interrupted' && attempt.error?.code === PAUSED) return 1;
  return recipe ? Math.min(1, reports.length / recipe.pace.epochs) : 0;
}
