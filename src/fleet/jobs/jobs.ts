import type { Sql } from '../../store/postgres/sql.js';

/**
 * Which lease is to be had, by whom, and who gave no sign of life: each lease is one job, by its id,
 * that is tried once. What becomes of a lease is told by our own tables; this says who may have it.
 *
 * What takes `sql` happens in the caller's transaction. A queue must be ready before that.
 */
export interface Jobs {
  /** Makes the queue if it is not there. Not from inside a transaction: it needs a connection more. */
  ready(queue: string): Promise<void>;
  /** Lays the lease's job down and tells idle agents of it once the transaction is kept. */
  send(sql: Sql, job: Job & { readonly priority: number }): Promise<void>;
  /** Takes the best job of a queue, but none of `except`; null: there is none. */
  fetch(sql: Sql, queue: string, except?: readonly string[]): Promise<string | null>;
  /** A sign of life. False: the job is not being worked on any more, as with all that follow. */
  touch(sql: Sql, job: Job): Promise<boolean>;
  complete(sql: Sql, job: Job): Promise<boolean>;
  /** Whether it waited or was being worked on. */
  fail(sql: Sql, job: Job): Promise<boolean>;
  /** Likewise. */
  cancel(sql: Sql, job: Job): Promise<boolean>;
  /**
   * Fails the jobs that gave no sign of life for as long as a lease lasts, and prunes those that are
   * over. Several gateways may call it as often as they like.
   */
  supervise(): Promise<void>;
  close(): Promise<void>;
}

export interface Job {
  /** Its lease's id, a UUID. */
  readonly id: string;
  readonly queue: string;
}

/** Seconds that a lease lasts without a sign of life. */
export const LEASE = { usual: 60, least: 10, most: 3600 } as const;

/**
 * Seconds that one lease may last with all signs of life, a little under what pg-boss allows: a
 * cohort that takes longer goes on from its last snapshot, under another.
 */
export const LONGEST_LEASE = 23 * 3600 + 55 * 60;

/** Where pg-boss keeps its tables. */
export const JOBS_SCHEMA = 'thaw_jobs';

/**
 * SQL that says of a row of `leases` whether it has a job in this state. Job and lease change in one
 * transaction, so one statement sees both before or both after.
 */
export function hasJob(state: 'waiting' | 'active'): string {
  return `exists (
    select 1 from ${JOBS_SCHEMA}.job
    where job.name = leases.queue and job.id = leases.id::uuid
      and job.state = '${state === 'active' ? 'active' : 'created'}'
  )`;
}
