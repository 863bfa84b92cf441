import { type ConnectionOptions, PgBoss } from 'pg-boss';
import type { Connections, Sql } from '../../store/postgres/sql.js';
import { notify } from '../notices/notices.js';
import { asError } from './as-error.js';
import { JOBS_SCHEMA, type Jobs, LEASE, LONGEST_LEASE } from './jobs.js';

export interface JobsOptions {
  /** Seconds of a lease, from 10. */
  readonly leaseSeconds?: number;
  /** Told of what went wrong in pg-boss's own work, which it tries again. */
  readonly onError?: (error: Error) => void;
}

/**
 * Jobs by pg-boss, in a schema of its own, made or brought up to date if need be. The only module
 * that knows it. Nothing runs by itself: `supervise` is the caller's to call.
 */
export async function openJobs(
  connections: Connections,
  { leaseSeconds = LEASE.usual, onError = () => undefined }: JobsOptions = {},
): Promise<Jobs> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => execute(connections, text, values) },
    schema: JOBS_SCHEMA,
    schedule: false,
    supervise: false,
    registerInstance: false,
    monitorVacuum: false,
    monitorIntervalSeconds: Math.max(1, Math.floor(leaseSeconds / 12)),
    maintenanceIntervalSeconds: 60,
  });
  boss.on('error', (told) => onError(asError(told)));
  await boss.start();
  const isReady = new Set<string>();

  return {
    async ready(queue) {
      if (isReady.has(queue)) return;
      await boss.createQueue(queue, {
        retryLimit: 0,
        heartbeatSeconds: leaseSeconds,
        expireInSeconds: LONGEST_LEASE,
        retentionSeconds: RETENTION,
        deleteAfterSeconds: KEPT_AFTERWARDS,
      });
      isReady.add(queue);
    },
    async send(sql, { id, queue, priority }) {
      // A group of one: what `fetch` can leave out.
      const sent = await boss.send(queue, null, { id, priority, group: { id }, ...within(sql) });
      if (sent !== id) throw new Error(`there is a job ${id} already`);
      await notify(sql, 'jobs', queue);
    },
    async fetch(sql, queue, except = []) {
      const [job] = await boss.fetch(queue, { ...within(sql), ignoreGroups: [...except] });
      return job?.id ?? null;
    },
    touch: (sql, job) => hasHit(boss.touch(job.queue, job.id, within(sql))),
    complete: (sql, job) => hasHit(boss.complete(job.queue, job.id, null, within(sql))),
    fail: (sql, job) => hasHit(boss.fail(job.queue, job.id, null, within(sql))),
    cancel: (sql, job) => hasHit(boss.cancel(job.queue, job.id, within(sql))),
    supervise: () => boss.supervise(),
    close: () => boss.stop({ graceful: false }),
  };
}

/** Seconds that a job may wait to be taken before pg-boss forgets it: ten years. */
const RETENTION = 10 * 365 * 24 * 3600;

/** Seconds that a job is kept once it is over, so that its table stays small. */
const KEPT_AFTERWARDS = 600;

/** Its types don't say how many jobs a call changed; the pinned version does. */
async function hasHit(answer: Promise<object>): Promise<boolean> {
  const response = await answer;
  return 'affected' in response && response.affected === 1;
}

function within(sql: Sql): Required<Pick<ConnectionOptions, 'db'>> {
  return {
    db: { executeSql: async (text, values) => ({ rows: [...(await sql.all(text, values))] }) },
  };
}

/** Its own statements, several in one text, with transactions of their own. */
async function execute(connections: Connections, text: string, values?: unknown[]) {
  const client = await connections.connect();
  try {
    const result = await client.query(text, values);
    client.release();
    return result;
  } catch (error) {
    // It may be left in the middle of a transaction.
    client.release(true);
    throw error;
  }
}
