import { notify } from '../../notices/notices.js';
import type { Extension } from '../../protocol/api.js';
import type { GatewayParts } from '../parts.js';
import { idleSweep } from './idle-sweep.js';

/**
 * Gives a sweep more. One that had ended has trials to run again.
 *
 * @param team Null: any.
 * @throws {Refusal} the team submitted none of that id, or somebody conducts it.
 */
export async function extend(
  { connections }: Pick<GatewayParts, 'connections'>,
  team: string | null,
  sweepId: number,
  { spec, source, told }: Extension,
): Promise<void> {
  await connections.inTransaction(async (sql) => {
    await idleSweep(sql, team, sweepId, 'extended');
    await sql.run(`update sweeps set spec = $2, source = $3, state = 'interrupted' where id = $1`, [
      sweepId,
      JSON.stringify(spec),
      source,
    ]);
    await sql.run(
      `insert into events (sweep_id, trial_id, at, kind, message)
       values ($1, null, $2, 'extended', $3)`,
      [sweepId, new Date().toISOString(), `changed: ${told.join('; ')}`],
    );
    await notify(sql, 'wanted', String(sweepId));
  });
}
