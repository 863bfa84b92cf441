import { decode } from '../../../store/gateway/wire.js';
import { queuesFor } from '../../jobs/queues.js';
import type { Claimed, ClaimRequest } from '../../protocol/api.js';
import type { Order } from '../../protocol/order.js';
import type { Caller } from '../../tokens/token-gate.js';
import { leasesOf, seeAgent } from '../agents/agent-rows.js';
import type { GatewayParts } from '../parts.js';
import type { IdleAgents } from './idle-agents.js';
import { loseLease } from './lease-rows.js';

/** Milliseconds that an agent may wait for a cohort in one request. */
const LONGEST_WAIT = 30_000;

/**
 * A cohort for an agent, as soon as there is one. If the answer got lost on its way, the agent hears it
 * again when it asks again.
 *
 * @throws {Refusal} the team has no such agent.
 */
export async function claim(
  parts: GatewayParts,
  idle: IdleAgents,
  caller: Caller,
  id: string,
  { waitMs, lifeMs }: ClaimRequest,
  signal: AbortSignal,
): Promise<Claimed> {
  const { machine, backend, exactness } = await seeAgent(parts, caller, id);
  const { team } = caller;
  const claimed = await claimedBefore(parts, id);
  if (claimed) return claimed;
  // Its last lease may have been called off.
  await parts.connections.run(
    `update agents set state = 'idle' where id = $1 and state = 'working' and not exists
       (select 1 from leases where agent_id = agents.id and leases.state = 'running')`,
    [id],
  );
  const queues = queuesFor({ team, backend, exactness, bytes: machine.cohortBytes });
  return await idle.wait(
    { agent: id, team, devices: machine.devices, lifeMs, queues },
    Math.min(waitMs, LONGEST_WAIT),
    signal,
  );
}

/**
 * What an agent that asks for a cohort has already. It does not know: if it ever told of it, it has
 * forgotten, and the lease is lost.
 */
async function claimedBefore(parts: GatewayParts, agent: string): Promise<Claimed | null> {
  const { connections } = parts;
  for (const lease of await leasesOf(parts, agent)) {
    const row = await connections.one<{ readonly order: string }>(
      `select "order" from leases where id = $1 and state = 'running'
       and not exists (select 1 from messages where lease_id = leases.id)`,
      [lease.id],
    );
    if (row) return { lease: lease.id, order: decode(row.order) as Order };
    await loseLease(parts, lease);
  }
  return null;
}
