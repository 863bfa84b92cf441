import { NOW_MS } from '../../../store/postgres/server-now.js';
import type { Sql } from '../../../store/postgres/sql.js';
import { hasJob } from '../../jobs/jobs.js';
import { notify } from '../../notices/notices.js';

/**
 * Leases whose jobs are over otherwise than by their agents' word (no sign of life, or too long) are
 * lost, as are those that wait with no job. Each is told of once, whoever reaps.
 */
export async function reapLeases(sql: Sql): Promise<number> {
  const lost = await sql.all<{ readonly id: string }>(
    `with over as (
       update leases set state = 'lost', ended_at = ${NOW_MS}
       where (state = 'running' and not ${hasJob('active')})
          or (state = 'queued' and not ${hasJob('waiting')})
       returning id, agent_id
     ), freed as (
       update agents set state = 'idle' from over
       where agents.id = over.agent_id and agents.state = 'working'
     )
     select id from over`,
  );
  for (const { id } of lost) {
    await notify(sql, 'told', id);
    await notify(sql, 'answered', id);
  }
  return lost.length;
}

/** Forgets agents that have been silent for a week, and never had a lease that is still kept. */
export async function forgetAgents(sql: Sql): Promise<void> {
  await sql.run(
    `delete from agents where seen_at < ${NOW_MS} - $1::bigint
     and not exists (select 1 from leases where leases.agent_id = agents.id)`,
    [7 * 24 * 3_600_000],
  );
}
