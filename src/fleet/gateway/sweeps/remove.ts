import type { GatewayParts } from '../parts.js';
import { idleSweep } from './idle-sweep.js';

/**
 * Removes a sweep and all that hangs on it; artifacts that only it named are for `thaw gc`.
 *
 * @param team Null: any.
 * @throws {Refusal} the team submitted none of that id, or somebody conducts it.
 */
export async function remove(
  { connections }: Pick<GatewayParts, 'connections'>,
  team: string | null,
  sweepId: number,
): Promise<void> {
  await connections.inTransaction(async (sql) => {
    await idleSweep(sql, team, sweepId, 'deleted');
    await sql.run('delete from sweeps where id = $1', [sweepId]);
  });
}
