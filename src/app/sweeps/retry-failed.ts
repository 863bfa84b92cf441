import { count } from '../../core/words/numbers.js';
import type { Database } from '../../results/database.js';
import { finalLeaderboard } from '../../results/leaderboard.js';
import type { SweepRow } from '../../store/port.js';
import type { Observer } from '../observer.js';
import { networksOf } from './networks.js';

/**
 * Puts the trials of a sweep that failed back into its queue, whatever they failed of, as what was
 * wrong may be mended by now; and those among the best whose weights are not there. Resolves to the
 * sweep as it is then.
 *
 * @throws {StoreError} another process has it.
 */
export async function retryFailed(
  database: Database,
  sweep: SweepRow,
  observer: Observer,
): Promise<SweepRow> {
  const { queue, readings } = database.store;
  await queue.lock(sweep.id);
  try {
    const trials = await readings.trials(sweep.id);
    const failed = trials.filter(({ state }) => state === 'failed').map(({ id }) => id);
    const { without } = await networksOf(database, await finalLeaderboard(database.store, sweep));
    await queue.requeue(failed, 'it had failed, and is tried again as `--retry-failed` asks');
    await queue.requeue(without, 'its weights are not there, and it trains again');
    observer.onNote?.({ kind: 'message', message: told(failed.length, without.length) });
  } finally {
    await queue.unlock(sweep.id);
  }
  return (await readings.sweep(sweep.id))!;
}

/** What is tried again, in words; nothing has to be. */
function told(failed: number, without: number): string {
  const parts = [
    ...(failed > 0 ? [count(failed, 'failed trial')] : []),
    ...(without > 0 ? [`${count(without, 'trial')} whose weights are not there`] : []),
  ];
  if (parts.length === 0) return 'no trial has failed, and all weights are there';
  return `${parts.join(' and ')} will be tried again`;
}
