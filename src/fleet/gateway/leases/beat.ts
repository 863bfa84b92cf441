import { NOW_MS } from '../../../store/postgres/server-now.js';
import type { Beat, BeatAnswer } from '../../protocol/api.js';
import type { Caller } from '../../tokens/token-gate.js';
import type { GatewayParts } from '../parts.js';
import { leaseOf, loseLease } from './lease-rows.js';

/**
 * An agent's sign of life while it trains. Two statements: a thousand agents send them all the time.
 *
 * @throws {Refusal} it never was a lease of this team.
 */
export async function beat(
  parts: GatewayParts,
  caller: Caller,
  id: string,
  { progress }: Beat,
): Promise<BeatAnswer> {
  const { connections, jobs } = parts;
  const lease = await connections.one<{
    readonly queue: string;
    readonly wanted: 'continue' | 'stop';
  }>(
    `with beating as (
       update leases set beat_at = ${NOW_MS}, progress = coalesce($3, progress)
       where id = $1 and team = $2 and state = 'running'
       returning queue, wanted, agent_id
     ), seen as (
       update agents set seen_at = ${NOW_MS} from beating where agents.id = beating.agent_id
     )
     select queue, wanted from beating`,
    [id, caller.team, progress && JSON.stringify(progress)],
  );
  if (!lease) {
    await leaseOf(connections, caller, id, 'seen');
    return { is: 'lost' };
  }
  const { queue, wanted } = lease;
  if (await jobs.touch(connections, { id, queue })) return { is: wanted };
  await loseLease(parts, { id, queue });
  return { is: 'lost' };
}
