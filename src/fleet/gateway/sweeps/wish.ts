import { UsageError } from '../../../core/errors.js';
import type { SweepState } from '../../../store/rows.js';
import { notify } from '../../notices/notices.js';
import type { Wish } from '../../protocol/api.js';
import type { GatewayParts } from '../parts.js';

/**
 * Changes what is wanted of a sweep; `team` null: of whichever team's. False: there is none of that
 * id that somebody submitted.
 *
 * @throws {UsageError} it was cancelled, which is for good; or it has ended, and has nothing to stop.
 */
export async function wishFor(
  { connections }: Pick<GatewayParts, 'connections'>,
  team: string | null,
  sweepId: number,
  { wanted, priority, budgetSeconds }: Wish,
): Promise<boolean> {
  return await connections.inTransaction(async (sql) => {
    const now = await sql.one<{ readonly wanted: string; readonly state: SweepState }>(
      `select wanted, state from submissions join sweeps on sweeps.id = sweep_id
       where sweep_id = $1 and team = coalesce($2, team) for update of submissions`,
      [sweepId, team],
    );
    const isOver = now?.state === 'finished' || now?.state === 'failed';
    if (isOver && (wanted === 'pause' || wanted === 'cancel')) {
      throw new UsageError(`Sweep ${sweepId} has ended: there is nothing left to ${wanted}.`);
    }
    if (now?.wanted === 'cancel' && wanted !== undefined && wanted !== 'cancel') {
      throw new UsageError(`Sweep ${sweepId} was cancelled, for good: submit it anew.`);
    }
    const changed = await sql.run(
      `update submissions
       set wanted = coalesce($3, wanted), priority = coalesce($4, priority),
           budget_seconds = case when $5 then $6 else budget_seconds end
       where sweep_id = $1 and team = coalesce($2, team)`,
      [sweepId, team, wanted, priority, budgetSeconds !== undefined, budgetSeconds],
    );
    if (changed === 0) return false;
    await notify(sql, 'wanted', String(sweepId));
    return true;
  });
}
