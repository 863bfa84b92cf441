import { count } from '../../core/words/numbers.js';
import { hasDigest } from '../../machine/files/hash-file.js';
import type { Database } from '../../results/database.js';
import { finalLeaderboard } from '../../results/leaderboard.js';
import { checkpointFile, weightsFile } from '../../store/files.js';
import type { SweepRow } from '../../store/port.js';
import type { Observer } from '../observer.js';
import { networksOf } from './networks.js';

/** Trials of a sweep that have ended, and are to run once more. */
export interface Retried {
  /** Failed, whatever of: what was wrong may be mended by now. */
  readonly failed: readonly number[];
  /** Among the best, but their weights are not there, or not as they were written. */
  readonly lost: readonly number[];
}

export const NO_RETRIES: Retried = { failed: [], lost: [] };

/** Finds them, and tells the observer; nothing is changed. */
export async function findRetries(
  database: Database,
  sweep: SweepRow,
  observer: Pick<Observer, 'onNote'>,
): Promise<Retried> {
  const { readings } = database.store;
  const trials = await readings.trials(sweep.id, { reports: 'open' });
  const failed = trials.filter(({ state }) => state === 'failed').map(({ id }) => id);
  const leaderboard = await finalLeaderboard(database.store, sweep);
  const { without } = await networksOf(database, leaderboard);
  const best = leaderboard.rows.filter(({ rank }) => rank !== null).slice(0, sweep.spec.keep);
  const damaged: number[] = [];
  for (const { trial } of best) {
    if (!without.includes(trial) && !(await isWhole(database, sweep.id, trial))) {
      damaged.push(trial);
    }
  }
  const lost = [...without, ...damaged];
  observer.onNote?.({ kind: 'message', message: told(failed.length, lost.length) });
  return { failed, lost };
}

/** The sweep as it is once they wait again. */
export function withRetries(sweep: SweepRow, { failed, lost }: Retried): SweepRow {
  if (failed.length + lost.length === 0) return sweep;
  const { counts } = sweep;
  return {
    ...sweep,
    state: 'interrupted',
    counts: {
      ...counts,
      queued: counts.queued + failed.length + lost.length,
      failed: counts.failed - failed.length,
      finished: counts.finished - lost.length,
    },
  };
}

/**
 * Puts them back into the queue. Not before all is there that they need: they would have lost what
 * they are. Call it under the sweep's lock.
 */
export async function requeueRetries(
  { store: { queue } }: Database,
  { failed, lost }: Retried,
): Promise<void> {
  await queue.requeue(failed, 'it had failed, and is tried again as `--retry-failed` asks');
  await queue.requeue(lost, 'its weights are not there, and it trains again');
}

/** Whether a trial's weights are as they were written, alone or within its whole network. */
async function isWhole({ store, file }: Database, sweep: number, trial: number): Promise<boolean> {
  const digests = await store.readings.digests(trial);
  const files = [
    [checkpointFile(file, sweep, trial), digests.checkpoint],
    [weightsFile(file, sweep, trial), digests.network],
  ] as const;
  return (
    digests.checkpoint === null ||
    files.some(([path, digest]) => digest !== null && hasDigest(path, digest))
  );
}

/** What is tried again, in words; nothing has to be. */
function told(failed: number, lost: number): string {
  const parts = [
    ...(failed > 0 ? [count(failed, 'failed trial')] : []),
    ...(lost > 0 ? [`${count(lost, 'trial')} whose weights are gone or damaged`] : []),
  ];
  if (parts.length === 0) return 'no trial has failed, and all weights are there';
  return `${parts.join(' and ')} will be tried again`;
}
