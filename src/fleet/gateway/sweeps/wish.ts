import { notify } from '../../notices/notices.js';
import type { Wish } from '../../protocol/api.js';
import type { GatewayParts } from '../parts.js';

/**
 * Changes what is wanted of a sweep; `team` null: of whichever team's. False: there is none of that
 * id that somebody submitted.
 */
export async function wishFor(
  { connections }: Pick<GatewayParts, 'connections'>,
  team: string | null,
  sweepId: number,
  { wanted, priority, budgetSeconds }: Wish,
): Promise<boolean> {
  return await connections.inTransaction(async (sql) => {
    const changed = await sql.run(
      `update submissions
       set wanted = coalesce($3, wanted), priority = coalesce($4, priority),
           budget_seconds = case when $5 then $6 else budget_seconds end
       where sweep_id = $1 and team = coalesce($2, team)`,
      [sweepId, team, wanted, priority, budgetSeconds !== undefined, budgetSeconds],
    );
    if (changed > 0) await notify(sql, 'wanted', String(sweepId));
    return changed > 0;
  });
}
