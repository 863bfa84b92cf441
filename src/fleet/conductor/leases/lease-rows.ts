import { randomUUID } from 'node:crypto';
import type { SerializedError } from '../../../core/trial.js';
import { decode, encode } from '../../../store/gateway/wire.js';
import { NOW_MS } from '../../../store/postgres/server-now.js';
import type { Sql } from '../../../store/postgres/sql.js';
import type { LeaseState } from '../../gateway/leases/lease-rows.js';
import type { Jobs } from '../../jobs/jobs.js';
import { notice, notify } from '../../notices/notices.js';
import type { VerdictsAnswer } from '../../protocol/messages.js';
import type { Order } from '../../protocol/order.js';

/** A lease that its conductor has not closed yet. */
export interface OpenLease {
  readonly id: string;
  readonly queue: string;
  readonly order: Order;
  /** Of its messages, how many have certainly taken effect. */
  readonly taken: number;
}

/** A lease as it is now, and what was told of it since. */
export interface LeaseNow {
  readonly state: LeaseState;
  readonly wanted: 'continue' | 'stop';
  readonly error: SerializedError | null;
  /** Milliseconds since it was laid down, and since it was claimed (0: not yet). */
  readonly age: number;
  readonly ranFor: number;
  readonly agent: string | null;
  /** In order; `MOST_READ` at most. */
  readonly messages: readonly { readonly seq: number; readonly body: string }[];
}

/** Messages that are read at once. */
export const MOST_READ = 200;

/** What a cohort that is laid down is, beside its order. */
export interface LeasePlace {
  readonly team: string;
  readonly queue: string;
  /** The sweep's, 1 to 100. */
  readonly weight: number;
}

/** What a turn of a sweep of weight 1 takes. */
const TURN = 1000;

/** The least that pg-boss has room for. */
const LOWEST = -(2 ** 31);

/**
 * Lays a cohort down for agents, lease and job at once. Sweeps of a team get their turns by their
 * weights: each cohort's comes after the one before of its sweep, the sooner the larger the weight,
 * and not before those that were had already. The queue must be ready.
 */
export async function layDown(
  sql: Sql,
  jobs: Jobs,
  order: Order,
  { team, queue, weight }: LeasePlace,
): Promise<OpenLease> {
  const id = randomUUID();
  const row = await sql.one<{ readonly turn: number }>(
    `insert into leases (id, sweep_id, team, cohort, queue, "order", state, created_at, turn)
     select $1, $2, $3, $4, $5, $6, 'queued', ${NOW_MS}, greatest(
       (select coalesce(max(turn), 0) from leases where team = $3 and claimed_at is not null),
       (select coalesce(max(turn) + $7::bigint, 0) from leases where sweep_id = $2)
     )
     returning turn`,
    [
      ...[id, order.sweepId, team, order.cohort, queue, encode(order)],
      Math.max(1, Math.round(TURN / weight)),
    ],
  );
  await jobs.send(sql, { id, queue, priority: Math.max(LOWEST, -row!.turn) });
  return { id, queue, order, taken: 0 };
}

/** Leases of a sweep that go on, or of which not everything was taken in. */
export async function openLeases(sql: Sql, sweepId: number): Promise<readonly OpenLease[]> {
  const rows = await sql.all<Omit<OpenLease, 'order'> & { readonly order: string }>(
    `select id, queue, "order", taken from leases
     where sweep_id = $1 and (state in ('queued', 'running')
       or exists (select 1 from messages where lease_id = leases.id))
     order by created_at, id`,
    [sweepId],
  );
  return rows.map((row) => ({ ...row, order: decode(row.order) as Order }));
}

/** Why trials of a lease were told to pause or stop, by id. */
export async function reasonsOf(sql: Sql, leaseId: string): Promise<ReadonlyMap<number, string>> {
  const rows = await sql.all<{ readonly reasons: string }>(
    'select reasons from messages where lease_id = $1 and reasons is not null order by seq',
    [leaseId],
  );
  return new Map(
    rows.flatMap(({ reasons }) =>
      Object.entries(JSON.parse(reasons) as Record<string, string>).map(
        ([id, why]) => [Number(id), why] as const,
      ),
    ),
  );
}

/** Undefined: there is no such lease any more. A lease that is over has no messages but these. */
export async function readLease(
  sql: Sql,
  id: string,
  after: number,
): Promise<LeaseNow | undefined> {
  type Columns = Omit<LeaseNow, 'messages' | 'error'> & { readonly error: string | null };
  type Message = LeaseNow['messages'][number];
  const rows = await sql.all<Columns & (Message | { readonly seq: null; readonly body: null })>(
    `select state, wanted, error, agent_id as agent, ${NOW_MS} - created_at as age,
            coalesce(${NOW_MS} - claimed_at, 0) as "ranFor", told.seq, told.body
     from leases left join lateral (
       select seq, body from messages where lease_id = $1 and seq > $2 order by seq limit $3
     ) as told on true
     where id = $1 order by told.seq`,
    [id, after, MOST_READ],
  );
  const [first] = rows;
  if (!first) return undefined;
  const { seq: _, body: __, error, ...now } = first;
  return {
    ...now,
    error: error === null ? null : (decode(error) as SerializedError),
    messages: rows.flatMap(({ seq, body }) => (seq === null ? [] : [{ seq, body }])),
  };
}

/** What a message of an agent has come to. */
export interface Answer {
  readonly verdicts: VerdictsAnswer;
  /** By trial. */
  readonly reasons: Readonly<Record<string, string>>;
}

/** All messages up to this have taken effect; where its agent waits for an answer, this is it. */
export async function markTaken(
  sql: Sql,
  id: string,
  seq: number,
  answer: Answer | null,
): Promise<void> {
  const mark = 'update leases set taken = $2 where id = $1 and taken < $2';
  if (!answer) {
    await sql.run(mark, [id, seq]);
    return;
  }
  const reasons = Object.keys(answer.reasons).length > 0 ? JSON.stringify(answer.reasons) : null;
  await sql.all(
    `with marked as (${mark}),
     answered as (update messages set answer = $3, reasons = $4 where lease_id = $1 and seq = $2)
     select ${notice('answered', '$1')}`,
    [id, seq, encode(answer.verdicts), reasons],
  );
}

/** All of it was taken in: what budgets count stays, and no more. */
export async function closeLease(sql: Sql, id: string): Promise<void> {
  await sql.run(
    `with told as (delete from messages where lease_id = $1),
     unclaimed as (delete from leases where id = $1 and claimed_at is null)
     update leases set "order" = '' where id = $1 and claimed_at is not null`,
    [id],
  );
}

/** Takes back a lease that waits; the caller cancels its job then. False: an agent has it, or it is over. */
export async function cancelQueued(sql: Sql, id: string): Promise<boolean> {
  const cancelled = await sql.run(
    `update leases set state = 'cancelled', ended_at = ${NOW_MS} where id = $1 and state = 'queued'`,
    [id],
  );
  return cancelled === 1;
}

/** Its agent is to stop at the next beat. */
export async function askToStop(sql: Sql, id: string): Promise<void> {
  const asked = await sql.run(
    `update leases set wanted = 'stop' where id = $1 and state = 'running' and wanted = 'continue'`,
    [id],
  );
  if (asked === 1) await notify(sql, 'answered', id);
}
