import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { JOBS_SCHEMA, type Jobs } from '../../../src/fleet/jobs/jobs.js';
import { openJobs } from '../../../src/fleet/jobs/open-jobs.js';
import type { Connections } from '../../../src/store/postgres/sql.js';
import { describeWithPostgres } from '../../postgres/describe.js';
import { fleetDatabase } from '../fleet-database.js';

describeWithPostgres('jobs', () => {
  let connections: Connections;
  let jobs: Jobs;
  beforeAll(async () => {
    connections = await fleetDatabase();
    jobs = await openJobs(connections, { leaseSeconds: 10 });
  });
  afterAll(async () => {
    await jobs?.close();
    await connections?.close();
  });

  async function sent(queue = randomUUID(), priority = 1) {
    const job = { id: randomUUID(), queue };
    await jobs.ready(queue);
    await connections.inTransaction((sql) => jobs.send(sql, { ...job, priority }));
    return job;
  }
  const fetched = (queue: string, except?: readonly string[]) =>
    jobs.fetch(connections, queue, except);
  const goSilent = (id: string) =>
    connections.run(
      `update ${JOBS_SCHEMA}.job set heartbeat_on = now() - interval '11 s' where id = $1`,
      [id],
    );

  test('a job is had once, by its own id, and is done once', async () => {
    const job = await sent();
    expect(await fetched(job.queue)).toBe(job.id);
    expect(await fetched(job.queue)).toBeNull();
    expect(await jobs.touch(connections, job)).toBe(true);
    expect(await jobs.complete(connections, job)).toBe(true);
    expect(await jobs.complete(connections, job)).toBe(false);
    expect(await jobs.touch(connections, job)).toBe(false);
  });

  test('those of higher priority come first, and some can be left out', async () => {
    const low = await sent();
    const high = await sent(low.queue, 9);
    expect(await fetched(low.queue, [high.id])).toBe(low.id);
    expect(await fetched(low.queue)).toBe(high.id);
  });

  test('what a transaction that is taken back did to jobs is undone with it', async () => {
    const job = await sent();
    const again = { id: randomUUID(), queue: job.queue };
    await connections
      .inTransaction(async (sql) => {
        await jobs.fetch(sql, job.queue);
        await jobs.send(sql, { ...again, priority: 9 });
        throw new Error('changed my mind');
      })
      .catch(() => undefined);
    expect(await fetched(job.queue)).toBe(job.id);
    expect(await fetched(job.queue)).toBeNull();
  });

  test('one id is one job', async () => {
    const job = await sent();
    await expect(jobs.send(connections, { ...job, priority: 1 })).rejects.toThrow(/already/);
  });

  test('two who ask at once have different jobs', async () => {
    const { queue } = await sent();
    for (let i = 1; i < 8; i += 1) await sent(queue);
    const had = await Promise.all(Array.from({ length: 12 }, () => fetched(queue)));
    expect(new Set(had.filter((id) => id !== null)).size).toBe(8);
    expect(had.filter((id) => id === null)).toHaveLength(4);
  });

  test('a job without signs of life fails, and is not tried again', async () => {
    const silent = await sent();
    const lively = await sent(silent.queue);
    await fetched(silent.queue);
    await fetched(silent.queue);
    await goSilent(silent.id);
    await goSilent(lively.id);
    await jobs.touch(connections, lively);
    await jobs.supervise();
    expect(await jobs.touch(connections, silent)).toBe(false);
    expect(await jobs.touch(connections, lively)).toBe(true);
    expect(await fetched(silent.queue)).toBeNull();
  });

  test('a job can be called off while it waits and while it is worked on', async () => {
    const waiting = await sent();
    expect(await jobs.cancel(connections, waiting)).toBe(true);
    expect(await fetched(waiting.queue)).toBeNull();
    const running = await sent();
    await fetched(running.queue);
    expect(await jobs.fail(connections, running)).toBe(true);
    expect(await jobs.complete(connections, running)).toBe(false);
  });

  test('several may open them at once, on an empty database', async () => {
    const fresh = await fleetDatabase();
    const opened = await Promise.all([1, 2, 3].map(() => openJobs(fresh)));
    await Promise.all(opened.map((each) => each.ready('the-same')));
    await Promise.all(opened.map((each) => each.close()));
    await fresh.close();
  });
});
