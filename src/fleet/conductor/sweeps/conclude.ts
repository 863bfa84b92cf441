import type { PostgresStore } from '../../../store/postgres/postgres-store.js';
import type { SweepResult } from '../../../sweep/sweep-result.js';
import { spentSentence } from './spending.js';
import { pause, setWaitsFor } from './submissions.js';

/**
 * Says what follows from how a run of a sweep ended, while nobody else may run it: one that stopped by
 * itself is paused, as it would stop again; one that spent what it may goes on once that is more.
 */
export async function conclude(
  store: PostgresStore,
  sweepId: number,
  { state, reason, message }: SweepResult,
  spent: AbortSignal,
): Promise<void> {
  const wanted = await store.fenced(sweepId, async (sql) => {
    if (state !== 'interrupted' || reason === 'signal') await setWaitsFor(sql, sweepId, null);
    else if (reason === 'spent') {
      await setWaitsFor(sql, sweepId, spentSentence(String(spent.reason)));
    } else await pause(sql, sweepId, message);
    const row = await sql.one<{ readonly wanted: string }>(
      'select wanted from submissions where sweep_id = $1',
      [sweepId],
    );
    return row?.wanted;
  });
  if (wanted !== 'cancel' || state !== 'interrupted') return;
  const why = 'cancelled: trials that have not ended never will';
  await store.log.addEvent({ sweepId, trialId: null, kind: 'cancelled', message: why });
}
