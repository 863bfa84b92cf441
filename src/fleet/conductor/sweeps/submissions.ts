import { LAST_SEEN } from '../../../store/postgres/lock/holder-sql.js';
import { NOW_MS } from '../../../store/postgres/server-now.js';
import type { Sql } from '../../../store/postgres/sql.js';
import { DEVICE_SECONDS } from '../../budgets/device-seconds.js';
import type { Spending } from './spending.js';

/** A sweep that somebody submitted, and that is not over. */
export interface Submitted extends Spending {
  readonly sweepId: number;
  readonly team: string;
  readonly wanted: 'run' | 'pause' | 'cancel';
  /** Its weight among sweeps that want agents. */
  readonly weight: number;
  readonly state: 'running' | 'interrupted';
  /** Null: not known before an agent is chosen. */
  readonly backend: string | null;
  /** As its file says: a backend's name, or `auto`. */
  readonly backendAsked: string;
  /** A conductor has it, here or elsewhere. */
  readonly isHeld: boolean;
  /** Cohorts of it are at agents, wait, or were not taken in whole. */
  readonly hasLeases: boolean;
  readonly waitsFor: string | null;
}

/**
 * Those that are wanted to run, or that are to be stopped. What nobody limits is not counted.
 * `silenceMs`: a conductor that gave no sign of life for so long has lost its sweep.
 */
export function readSubmissions(sql: Sql, silenceMs: number): Promise<readonly Submitted[]> {
  return sql.all<Submitted>(
    `select * from (
       select asked.sweep_id as "sweepId", asked.team, asked.wanted, asked.priority as weight,
              sweeps.state, sweeps.backend, sweeps.spec::json ->> 'backend' as "backendAsked",
              asked.waits_for as "waitsFor", asked.owner,
              holder_token is not null and ${LAST_SEEN} > ${NOW_MS} - $1::bigint as "isHeld",
              exists (
                select 1 from leases where sweep_id = asked.sweep_id and "order" <> ''
              ) as "hasLeases",
              asked.budget_seconds as "sweepLimit",
              case when asked.budget_seconds is null then 0 else (
                select ${DEVICE_SECONDS} from leases where sweep_id = asked.sweep_id
              ) end as "sweepSeconds",
              budgets.seconds as "ownerLimit",
              case when budgets.seconds is null then 0 else (
                select ${DEVICE_SECONDS} from leases
                join submissions as own on own.sweep_id = leases.sweep_id
                where own.team = asked.team and own.owner = asked.owner
              ) end as "ownerSeconds"
       from submissions as asked
       join sweeps on sweeps.id = asked.sweep_id
       left join budgets on budgets.team = asked.team and budgets.owner = asked.owner
       where sweeps.state in ('running', 'interrupted')
     ) as submitted
     where wanted = 'run' or state = 'running' or "hasLeases"
     order by "sweepId"`,
    [silenceMs],
  );
}

/** Says why a sweep is not getting on; null: it is. */
export async function setWaitsFor(sql: Sql, sweepId: number, why: string | null): Promise<void> {
  await sql.run(
    'update submissions set waits_for = $2 where sweep_id = $1 and waits_for is distinct from $2',
    [sweepId, why],
  );
}

/** As somebody might ask for it: what keeps the sweep from going on has to be mended first. */
export async function pause(sql: Sql, sweepId: number, why: string): Promise<void> {
  await sql.run(
    `update submissions set wanted = 'pause', waits_for = $2 where sweep_id = $1 and wanted = 'run'`,
    [sweepId, why],
  );
}

/** Milliseconds since the first of its cohorts was claimed; 0: none was. */
export async function trainedFor(sql: Sql, sweepId: number): Promise<number> {
  const row = await sql.one<{ readonly ms: number }>(
    `select coalesce(${NOW_MS} - min(claimed_at), 0) as ms from leases where sweep_id = $1`,
    [sweepId],
  );
  return row!.ms;
}
