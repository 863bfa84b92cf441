import { NOW_MS } from '../../../store/postgres/server-now.js';
import type { Sql } from '../../../store/postgres/sql.js';
import type { AgentMachine } from '../../protocol/api.js';
import type { ActiveSweep, FleetView } from './fleet-view.js';

/** Open trials of a sweep that are counted at most. */
const COUNTED = 5000;

/** `leaseMs`: an agent that gave no sign of life for so long is not counted on. */
export async function readView(sql: Sql, leaseMs: number): Promise<FleetView> {
  const agents = await sql.all<{
    readonly team: string;
    readonly backend: string;
    readonly machine: string;
  }>(
    `select team, backend, machine from agents
     where state in ('idle', 'working') and seen_at > ${NOW_MS} - $1::bigint`,
    [leaseMs],
  );
  const sweeps = await sql.all<ActiveSweep>(
    `select sweeps.id, team, backend, priority as weight,
            case when exists (select 1 from trials where sweep_id = sweeps.id) then (
              select count(*)::integer from (
                select 1 from trials
                where sweep_id = sweeps.id and trials.state in ('queued', 'running') limit $1
              ) as open_trials
            ) end as open
     from submissions join sweeps on sweeps.id = submissions.sweep_id
     where wanted = 'run' and sweeps.state = 'running' and backend is not null`,
    [COUNTED],
  );
  return {
    agents: agents.map(({ machine, ...agent }) => {
      const { cohortBytes, info } = JSON.parse(machine) as AgentMachine;
      return { ...agent, cohortBytes, info };
    }),
    sweeps,
  };
}
