import { randomUUID } from 'node:crypto';
import { Refusal } from '../../../machine/http/refusal.js';
import { NOW_MS } from '../../../store/postgres/server-now.js';
import type { AgentMachine, Registered, Registration } from '../../protocol/api.js';
import { exactClass } from '../../protocol/exact-class.js';
import type { Caller } from '../../tokens/token-gate.js';
import { giveUp, type LeaseRow } from '../leases/lease-rows.js';
import type { GatewayParts } from '../parts.js';

export interface AgentRow {
  readonly id: string;
  readonly machine: AgentMachine;
  readonly backend: string;
  /** Its `exactClass`. */
  readonly exactness: string;
}

export async function register(
  { connections, leaseMs }: GatewayParts,
  { team, tokenId }: Caller,
  { name, machine, provenance }: Registration,
): Promise<Registered> {
  const agent = randomUUID();
  await connections.run(
    `insert into agents (id, team, token_id, name, machine, backend, exactness, state, started_at, seen_at)
     values ($1, $2, $3, $4, $5, $6, $7, 'idle', ${NOW_MS}, ${NOW_MS})`,
    [
      ...[agent, team, tokenId, name, JSON.stringify(machine)],
      ...[provenance.backend, exactClass(provenance)],
    ],
  );
  return { agent, leaseMs };
}

/** An agent that gives a sign of life. @throws {Refusal} the team has none of that id, or it left. */
export async function seeAgent(
  { connections }: GatewayParts,
  { team }: Caller,
  id: string,
): Promise<AgentRow> {
  const row = await connections.one<Omit<AgentRow, 'machine'> & { readonly machine: string }>(
    `update agents set seen_at = ${NOW_MS} where id = $1 and team = $2 and state <> 'gone'
     returning id, machine, backend, exactness`,
    [id, team],
  );
  if (!row) throw new Refusal(404, 'There is no such agent, or no more: register again.');
  return { ...row, machine: JSON.parse(row.machine) as AgentMachine };
}

/** The agent is gone for good; a lease that it still has is lost. Repeatable. */
export async function leave(parts: GatewayParts, { team }: Caller, id: string): Promise<void> {
  const { connections, jobs } = parts;
  const known = await connections.one('select id from agents where id = $1 and team = $2', [
    id,
    team,
  ]);
  if (!known) throw new Refusal(404, 'There is no such agent.');
  const leases = await leasesOf(parts, id);
  for (const { queue } of leases) await jobs.ready(queue);
  await connections.inTransaction(async (sql) => {
    for (const lease of leases) await giveUp(sql, jobs, lease);
    await sql.run(`update agents set state = 'gone', seen_at = ${NOW_MS} where id = $1`, [id]);
  });
}

/** What it has to train: one lease, or none. */
export function leasesOf(
  { connections }: GatewayParts,
  agent: string,
): Promise<readonly Pick<LeaseRow, 'id' | 'queue'>[]> {
  return connections.all(`select id, queue from leases where agent_id = $1 and state = 'running'`, [
    agent,
  ]);
}
