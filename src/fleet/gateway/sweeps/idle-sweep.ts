import { Refusal } from '../../../machine/http/refusal.js';
import { SEEMS_HELD } from '../../../store/postgres/lock/holder-sql.js';
import type { Sql } from '../../../store/postgres/sql.js';

/**
 * Keeps a sweep of a team (null: of any) from being taken up until the transaction ends.
 *
 * @throws {Refusal} the team has none of that id, or somebody conducts it.
 */
export async function idleSweep(
  sql: Sql,
  team: string | null,
  sweepId: number,
  what: string,
): Promise<void> {
  const row = await sql.one<{ readonly held: boolean }>(
    `select ${SEEMS_HELD} as held
     from sweeps join submissions on submissions.sweep_id = sweeps.id
     where sweeps.id = $1 and ($2::text is null or team = $2) for update of sweeps`,
    [sweepId, team],
  );
  if (!row) throw new Refusal(404, `There is no sweep ${sweepId}.`);
  if (!row.held) return;
  throw new Refusal(
    409,
    `Sweep ${sweepId} is being trained: \`thaw pause ${sweepId}\` lets it rest, and then it can be ${what}.`,
  );
}
