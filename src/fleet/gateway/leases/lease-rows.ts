import { Refusal } from '../../../machine/http/refusal.js';
import { NOW_MS } from '../../../store/postgres/server-now.js';
import type { Sql } from '../../../store/postgres/sql.js';
import type { Jobs } from '../../jobs/jobs.js';
import { notice } from '../../notices/notices.js';
import type { Caller } from '../../tokens/token-gate.js';
import type { GatewayParts } from '../parts.js';

export type LeaseState = 'queued' | 'running' | 'finished' | 'failed' | 'lost' | 'cancelled';

export interface LeaseRow {
  readonly id: string;
  readonly state: LeaseState;
  readonly queue: string;
  readonly agent_id: string | null;
}

/** How a lease ends on the agent's word, or for want of it. */
export type LeaseEnd = Extract<LeaseState, 'finished' | 'failed' | 'lost'>;

/**
 * A lease of the caller's team. `locked`: nobody else changes it, nor what is told of it, before the
 * transaction ends.
 *
 * @throws {Refusal} there is none.
 */
export async function leaseOf(
  sql: Sql,
  { team }: Pick<Caller, 'team'>,
  id: string,
  how: 'seen' | 'locked',
): Promise<LeaseRow> {
  const row = await sql.one<LeaseRow>(
    `select id, state, queue, agent_id from leases where id = $1 and team = $2
     ${how === 'locked' ? 'for update' : ''}`,
    [id, team],
  );
  if (!row) throw new Refusal(404, 'There is no such lease.');
  return row;
}

/** Ends a running lease, and frees its agent. False: it had ended, and nothing changed. */
export async function endLease(
  sql: Sql,
  id: string,
  state: LeaseEnd,
  error: string | null = null,
): Promise<boolean> {
  const ended = await sql.one(
    `with ended as (
       update leases set state = $2, ended_at = ${NOW_MS}, error = $3
       where id = $1 and state = 'running'
       returning agent_id
     ), freed as (
       update agents set state = 'idle'
       from ended where agents.id = ended.agent_id and agents.state = 'working'
     )
     -- Whoever still waits for verdicts hears of it, too.
     select ${notice('told', '$1')}, ${notice('answered', '$1')} from ended`,
    [id, state, error],
  );
  return ended !== undefined;
}

/** Takes a lease from its agent, whatever that still says of it. */
export async function loseLease(
  { connections, jobs }: Pick<GatewayParts, 'connections' | 'jobs'>,
  { id, queue }: Pick<LeaseRow, 'id' | 'queue'>,
): Promise<void> {
  await jobs.ready(queue);
  await connections.inTransaction((sql) => giveUp(sql, jobs, { id, queue }));
}

/** The same within a transaction; its queue must be ready. */
export async function giveUp(
  sql: Sql,
  jobs: Jobs,
  lease: Pick<LeaseRow, 'id' | 'queue'>,
): Promise<void> {
  if (await endLease(sql, lease.id, 'lost')) await jobs.fail(sql, lease);
}
