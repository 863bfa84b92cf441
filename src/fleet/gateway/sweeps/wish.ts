import { Refusal } from '../../../machine/http/refusal.js';
import { notify } from '../../notices/notices.js';
import type { Wish } from '../../protocol/api.js';
import type { Caller } from '../../tokens/token-gate.js';
import type { GatewayParts } from '../parts.js';

/** Changes what is wanted of a sweep. @throws {Refusal} the team submitted none of that id. */
export async function wish(
  { connections }: GatewayParts,
  { team }: Caller,
  sweepId: number,
  wanted: Wish,
): Promise<void> {
  await connections.inTransaction(async (sql) => {
    const changed = await sql.run(
      `update submissions
       set wanted = coalesce($3, wanted), priority = coalesce($4, priority),
           budget_seconds = case when $5 then $6 else budget_seconds end
       where sweep_id = $1 and team = $2`,
      [
        ...[sweepId, team, wanted.wanted, wanted.priority],
        ...[wanted.budgetSeconds !== undefined, wanted.budgetSeconds],
      ],
    );
    if (changed === 0) throw new Refusal(404, `There is no sweep ${sweepId}.`);
    await notify(sql, 'wanted', String(sweepId));
  });
}
