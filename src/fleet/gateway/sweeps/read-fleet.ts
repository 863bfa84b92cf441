import type { StepProgress } from '../../../core/progress.js';
import { NOW_MS } from '../../../store/postgres/server-now.js';
import type { Sql } from '../../../store/postgres/sql.js';
import { DEVICE_SECONDS } from '../../budgets/device-seconds.js';
import { LEASE } from '../../jobs/jobs.js';
import type { AgentMachine } from '../../protocol/api.js';
import type {
  FleetAgent,
  FleetBudget,
  FleetDocument,
  FleetSweep,
} from '../../protocol/fleet-document.js';
import type { GatewayParts } from '../parts.js';

/** Who does what for a team; null: for all of them, as `all`. */
export async function readFleet(
  {
    connections,
    leaseMs = LEASE.usual * 1000,
  }: Pick<GatewayParts, 'connections'> & Partial<Pick<GatewayParts, 'leaseMs'>>,
  team: string | null,
): Promise<FleetDocument> {
  const [agents, sweeps, budgets] = await Promise.all([
    readAgents(connections, team, leaseMs),
    readSweeps(connections, team),
    readBudgets(connections, team),
  ]);
  return { team: team ?? 'all', agents, sweeps, budgets };
}

interface AgentColumns {
  readonly id: string;
  readonly name: string;
  readonly machine: string;
  readonly backend: string;
  readonly state: 'idle' | 'working' | 'gone';
  readonly seen_ago: number;
  readonly sweep_id: number | null;
  readonly sweep: string;
  readonly wanted: 'continue' | 'stop';
  readonly running_for: number;
  readonly progress: string | null;
  readonly trials: readonly number[] | null;
}

/** Those that left are shown for an hour, silent ones for a week. */
const GONE_SHOWN_MS = 3_600_000;
const SILENT_SHOWN_MS = 7 * 24 * 3_600_000;

async function readAgents(
  sql: Sql,
  team: string | null,
  leaseMs: number,
): Promise<readonly FleetAgent[]> {
  const rows = await sql.all<AgentColumns>(
    `with at_work as (
       select attempts.cohort, trials.sweep_id,
              array_agg(trials.id::double precision order by trials.id) as trials
       from attempts join trials on trials.id = attempts.trial_id
       where attempts.state = 'running'
       group by attempts.cohort, trials.sweep_id
     )
     select agents.id, agents.name, agents.machine, agents.backend, agents.state,
            ${NOW_MS} - agents.seen_at as seen_ago,
            leases.sweep_id, sweeps.name as sweep, leases.wanted, leases.progress,
            ${NOW_MS} - leases.claimed_at as running_for, at_work.trials
     from agents
     left join leases on leases.agent_id = agents.id and leases.state = 'running'
     left join sweeps on sweeps.id = leases.sweep_id
     left join at_work on at_work.cohort = leases.cohort and at_work.sweep_id = leases.sweep_id
     where agents.team = coalesce($1, agents.team)
       and agents.seen_at > ${NOW_MS} - case agents.state when 'gone' then $2 else $3 end::bigint
     order by agents.name, agents.started_at, agents.id`,
    [team, GONE_SHOWN_MS, SILENT_SHOWN_MS],
  );
  return rows.map((row) => {
    const { host, info } = JSON.parse(row.machine) as AgentMachine;
    const isSilent = row.state !== 'gone' && row.seen_ago > leaseMs;
    const { sweep_id: sweepId, progress } = row;
    return {
      ...{ id: row.id, name: row.name, host, device: info.device, backend: row.backend },
      state: isSilent ? 'silent' : row.wanted === 'stop' ? 'draining' : row.state,
      seenAgo: row.seen_ago,
      lease:
        sweepId === null
          ? null
          : {
              sweepId,
              sweep: row.sweep,
              trials: row.trials ?? [],
              runningFor: row.running_for,
              progress: progress === null ? null : (JSON.parse(progress) as StepProgress),
            },
    };
  });
}

/** Those that want machines, or have some. */
async function readSweeps(sql: Sql, team: string | null): Promise<readonly FleetSweep[]> {
  return await sql.all<FleetSweep>(
    `select id, name, owner, wanted, priority, running, queued,
            "secondsUsed", "budgetSeconds", "waitsFor"
     from (
       select sweeps.id, sweeps.name, sweeps.state, owner, submissions.wanted, priority,
              count(*) filter (where leases.state = 'running')::integer as running,
              count(*) filter (where leases.state = 'queued')::integer as queued,
              ${DEVICE_SECONDS} as "secondsUsed",
              budget_seconds as "budgetSeconds", waits_for as "waitsFor"
       from submissions
       join sweeps on sweeps.id = submissions.sweep_id
       left join leases on leases.sweep_id = sweeps.id
       where submissions.team = coalesce($1, submissions.team)
       group by sweeps.id, submissions.sweep_id
     ) as all_sweeps
     where running + queued > 0
        or (state in ('running', 'interrupted') and wanted <> 'cancel')
     order by priority desc, id`,
    [team],
  );
}

async function readBudgets(sql: Sql, team: string | null): Promise<readonly FleetBudget[]> {
  return await sql.all<FleetBudget>(
    `select budgets.owner, budgets.seconds, ${DEVICE_SECONDS} as "secondsUsed"
     from budgets
     left join submissions on submissions.team = budgets.team and submissions.owner = budgets.owner
     left join leases on leases.sweep_id = submissions.sweep_id
     where budgets.team = coalesce($1, budgets.team)
     group by budgets.team, budgets.owner, budgets.seconds
     order by budgets.owner, budgets.team`,
    [team],
  );
}
