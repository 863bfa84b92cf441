import { afterAll, beforeAll, expect, test } from 'vitest';
import { notify } from '../../../src/fleet/notices/notices.js';
import { paths } from '../../../src/fleet/protocol/api.js';
import type { LeaseMessage } from '../../../src/fleet/protocol/messages.js';
import { encode } from '../../../src/store/gateway/wire.js';
import { describeWithPostgres } from '../../postgres/describe.js';
import { BEAT, FAILURE, MESSAGES } from '../protocol/examples.js';
import {
  type Gateway,
  jobState,
  keptMessages,
  layDownLease,
  layDownSweep,
  leaseRow,
  startGateway,
} from './start-gateway.js';

const TAKEN = { is: 'taken', verdicts: null };
const LOST = { is: 'lost' };
const NOW = { waitMs: 0, lifeMs: null };

describeWithPostgres('leases over HTTP', () => {
  let gateway: Gateway;
  let token: string;
  beforeAll(async () => {
    gateway = await startGateway();
    token = await gateway.token('agent');
  });
  afterAll(async () => {
    await gateway?.close();
  });

  const ask = async (path: string, body: unknown, by = token) => gateway.ask(path, by, body);
  const claim = async (agent: string, body: object = NOW) =>
    (await ask(paths.claim(agent), body)).body;
  const row = (id: string) => leaseRow(gateway.connections, id);

  /** A lease that an agent has just claimed. */
  async function claimed() {
    const lease = await layDownLease(gateway);
    const agent = await gateway.agent(token);
    expect(await claim(agent)).toMatchObject({ lease: lease.id });
    return { ...lease, agent };
  }

  /** Messages as they would be of this lease. */
  const of = (trial: number) => {
    const begin: LeaseMessage = MESSAGES.begin;
    const epoch: LeaseMessage = {
      ...MESSAGES.epoch,
      reports: [{ ...MESSAGES.epoch.reports[0]!, trialId: trial }],
    };
    const end: LeaseMessage = { type: 'end', end: { trialId: trial, how: 'finished' } };
    const done: LeaseMessage = MESSAGES.done;
    return { begin, epoch, end, done };
  };

  test('an agent has nothing while there is nothing, and a cohort once there is one', async () => {
    const agent = await gateway.agent(token);
    expect(await claim(agent)).toEqual({ lease: null });
    const lease = await layDownLease(gateway);
    expect(await claim(agent)).toEqual({ lease: lease.id, order: lease.order });
    expect(await row(lease.id)).toMatchObject({ state: 'running', agent_id: agent });
    expect(await jobState(gateway.connections, lease.id)).toBe('active');
    await ask(paths.leave(agent), {});
  });

  test('who waits is woken the moment a cohort comes', async () => {
    const agent = await gateway.agent(token);
    const waiting = claim(agent, { waitMs: 20_000, lifeMs: null });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const since = performance.now();
    const lease = await layDownLease(gateway);
    expect(await waiting).toMatchObject({ lease: lease.id });
    expect(performance.now() - since).toBeLessThan(1500);
  });

  test('a notice that was missed costs two seconds at most', async () => {
    const agent = await gateway.agent(token);
    const waiting = claim(agent, { waitMs: 20_000, lifeMs: null });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { jobs } = gateway;
    const lease = await layDownLease({
      ...gateway,
      jobs: {
        ...jobs,
        send: (sql, job) => jobs.send({ ...sql, all: silently(sql.all) }, job),
      },
    });
    expect(await waiting).toMatchObject({ lease: lease.id });
  });

  /** Everything but notices. */
  function silently(all: Gateway['connections']['all']): Gateway['connections']['all'] {
    return async (text, values) => (text.includes('pg_notify') ? [] : all(text, values));
  }

  test('of many agents who ask at once each cohort goes to one', async () => {
    const agents = await Promise.all(Array.from({ length: 8 }, () => gateway.agent(token)));
    const sweep = await layDownSweep(gateway.connections);
    const waiting = agents.map((agent) => claim(agent, { waitMs: 1000, lifeMs: null }));
    const leases = await Promise.all(
      Array.from({ length: 5 }, () => layDownLease(gateway, { sweep })),
    );
    const had = (await Promise.all(waiting)) as readonly { readonly lease: string | null }[];
    const given = had.flatMap(({ lease }) => lease ?? []);
    expect(given.toSorted()).toEqual(leases.map(({ id }) => id).toSorted());
    for (const agent of agents) await ask(paths.leave(agent), {});
  });

  test('an agent that did not hear of its cohort hears of it again; one that told of it has lost it', async () => {
    const { id, agent, order, trialIds } = await claimed();
    expect(await claim(agent)).toEqual({ lease: id, order });
    await ask(paths.report(id), { first: 1, messages: [of(trialIds[0]!).begin] });
    expect(await claim(agent)).toEqual({ lease: null });
    expect(await row(id)).toMatchObject({ state: 'lost' });
    expect(await jobState(gateway.connections, id)).toBe('failed');
  });

  test('jobs that another agent could not train are left to those that can', async () => {
    const agent = await gateway.agent(token);
    const large = await layDownLease(gateway, { bytes: 64 * 2 ** 30 });
    const exact = await layDownLease(gateway, { exactness: 'another' });
    const foreign = await layDownLease(gateway, { team: 'red' });
    expect(await claim(agent)).toEqual({ lease: null });
    const red = await gateway.token('agent', 'red');
    const other = await gateway.agent(red);
    const { body } = await ask(paths.claim(other), NOW, red);
    expect(body).toMatchObject({ lease: foreign.id });
    for (const { id } of [large, exact]) expect(await row(id)).toMatchObject({ state: 'queued' });
  });

  test('an agent with little time left takes what it can end, or bring to a snapshot', async () => {
    const agent = await gateway.agent(token);
    const sweep = await layDownSweep(gateway.connections);
    const long = await layDownLease(gateway, { sweep, priority: 9, order: { seconds: 3600 } });
    const short = await layDownLease(gateway, { sweep, order: { seconds: 30 } });
    expect(await claim(agent, { waitMs: 0, lifeMs: 60_000 })).toMatchObject({ lease: short.id });
    const other = await gateway.agent(token);
    expect(await claim(other)).toMatchObject({ lease: long.id });
  });

  test('a job whose lease is over is passed over', async () => {
    const stale = await layDownLease(gateway, { priority: 9 });
    await gateway.connections.run(`update leases set state = 'cancelled' where id = $1`, [
      stale.id,
    ]);
    const lease = await layDownLease(gateway);
    expect(await claim(await gateway.agent(token))).toMatchObject({ lease: lease.id });
  });

  test('a beat says whether to go on, and keeps how far training is', async () => {
    const { id } = await claimed();
    expect((await ask(paths.beat(id), BEAT)).body).toEqual({ is: 'continue' });
    expect(JSON.parse((await row(id)).progress!)).toEqual(BEAT.progress);
    await gateway.connections.run(`update leases set wanted = 'stop' where id = $1`, [id]);
    expect((await ask(paths.beat(id), { progress: null })).body).toEqual({ is: 'stop' });
    expect(JSON.parse((await row(id)).progress!)).toEqual(BEAT.progress);
  });

  test('a beat after the job was given up takes the lease from its agent', async () => {
    const { id, queue } = await claimed();
    await gateway.jobs.fail(gateway.connections, { id, queue });
    expect((await ask(paths.beat(id), BEAT)).body).toEqual(LOST);
    expect(await row(id)).toMatchObject({ state: 'lost' });
    expect((await ask(paths.beat(id), BEAT)).body).toEqual(LOST);
  });

  test('messages are kept in order, each once, whatever comes again', async () => {
    const { id, trialIds } = await claimed();
    const { begin, end } = of(trialIds[0]!);
    const tell = async (first: number, ...messages: LeaseMessage[]) =>
      ask(paths.report(id), { first, messages });
    expect(await tell(2, end)).toMatchObject({ status: 409 });
    expect((await tell(1, begin)).body).toEqual(TAKEN);
    expect((await tell(1, begin, end)).body).toEqual(TAKEN);
    expect((await tell(2, end)).body).toEqual(TAKEN);
    expect(await tell(4, end)).toMatchObject({ status: 409 });
    await Promise.all(Array.from({ length: 5 }, () => tell(3, end)));
    expect(await keptMessages(gateway.connections, id)).toEqual([
      { seq: 1, type: 'begin' },
      { seq: 2, type: 'end' },
      { seq: 3, type: 'end' },
    ]);
  });

  test('messages of other trials, or without a beginning, are none of a lease', async () => {
    const { id, trialIds } = await claimed();
    const { begin, end, done } = of(trialIds[0]!);
    const tell = async (...messages: LeaseMessage[]) =>
      (await ask(paths.report(id), { first: 1, messages })).status;
    expect(await tell(end)).toBe(400);
    expect(await tell(begin, begin)).toBe(400);
    expect(await tell(begin, done)).toBe(400);
    expect(await tell(begin, of(999_999).end)).toBe(400);
    expect(await keptMessages(gateway.connections, id)).toEqual([]);
  });

  test('an epoch is answered once its verdicts are there, and the same when asked again', async () => {
    const { id, trialIds } = await claimed();
    const { begin, epoch } = of(trialIds[0]!);
    const told = ask(paths.report(id), { first: 1, messages: [begin, epoch] });
    const verdicts = { [trialIds[0]!]: 'stop' };
    await expect
      .poll(() => keptMessages(gateway.connections, id), { interval: 20 })
      .toHaveLength(2);
    await gateway.connections.inTransaction(async (sql) => {
      await sql.run('update messages set answer = $2 where lease_id = $1 and seq = 2', [
        id,
        encode(verdicts),
      ]);
      await notify(sql, 'answered', id);
    });
    expect((await told).body).toEqual({ is: 'taken', verdicts });
    const again = await ask(paths.report(id), { first: 2, messages: [epoch] });
    expect(again.body).toEqual({ is: 'taken', verdicts });
  });

  test('who waits for verdicts hears that its lease is over', async () => {
    const { id, queue, trialIds } = await claimed();
    const { begin, epoch } = of(trialIds[0]!);
    const told = ask(paths.report(id), { first: 1, messages: [begin, epoch] });
    await expect
      .poll(() => keptMessages(gateway.connections, id), { interval: 20 })
      .toHaveLength(2);
    await gateway.jobs.fail(gateway.connections, { id, queue });
    await ask(paths.beat(id), BEAT);
    expect((await told).body).toEqual(LOST);
  });

  test('a finish keeps the last messages and ends lease and job, once, however often it comes', async () => {
    const { id, agent, trialIds } = await claimed();
    const { begin, end, done } = of(trialIds[0]!);
    const finish = () => ask(paths.finish(id), { first: 1, messages: [begin, end, done] });
    const answers = await Promise.all([finish(), finish(), finish()]);
    expect(answers.map(({ body }) => body)).toEqual([TAKEN, TAKEN, TAKEN]);
    const { ended_at: endedAt } = await row(id);
    expect((await finish()).body).toEqual(TAKEN);
    expect(await row(id)).toMatchObject({ state: 'finished', ended_at: endedAt });
    expect(await keptMessages(gateway.connections, id)).toHaveLength(3);
    expect(await jobState(gateway.connections, id)).toBe('completed');
    expect((await ask(paths.beat(id), BEAT)).body).toEqual(LOST);
    expect((await ask(paths.fail(id), FAILURE)).body).toEqual(LOST);
    expect(await claim(agent)).toEqual({ lease: null });
  });

  test('a finish whose job was given up counts for nothing', async () => {
    const { id, queue, trialIds } = await claimed();
    const { begin, done } = of(trialIds[0]!);
    await gateway.jobs.fail(gateway.connections, { id, queue });
    const finish = () => ask(paths.finish(id), { first: 1, messages: [begin, done] });
    expect((await finish()).body).toEqual(LOST);
    expect((await finish()).body).toEqual(LOST);
    expect(await row(id)).toMatchObject({ state: 'lost' });
    expect(await keptMessages(gateway.connections, id)).toEqual([]);
  });

  test('a finish with messages missing, or without its end, is refused and ends nothing', async () => {
    const { id, trialIds } = await claimed();
    const { begin, end, done } = of(trialIds[0]!);
    const finish = async (first: number, ...messages: LeaseMessage[]) =>
      (await ask(paths.finish(id), { first, messages })).status;
    expect(await finish(1, begin, end)).toBe(400);
    expect(await finish(1, begin, done, end)).toBe(400);
    expect(await finish(1, begin, done, done)).toBe(400);
    expect(await finish(2, end, done)).toBe(409);
    expect(await row(id)).toMatchObject({ state: 'running' });
    expect(await jobState(gateway.connections, id)).toBe('active');
  });

  test('a cohort that could not begin is given back, once', async () => {
    const { id, agent } = await claimed();
    expect((await ask(paths.fail(id), FAILURE)).body).toEqual(TAKEN);
    expect((await ask(paths.fail(id), FAILURE)).body).toEqual(TAKEN);
    expect(await row(id)).toMatchObject({ state: 'failed', error: encode(FAILURE.error) });
    expect(await jobState(gateway.connections, id)).toBe('failed');
    expect(await claim(agent)).toEqual({ lease: null });
  });

  test('an agent that leaves has no lease any more, and is none', async () => {
    const { id, agent } = await claimed();
    expect(await ask(paths.leave(agent), {})).toMatchObject({ status: 200 });
    expect(await ask(paths.leave(agent), {})).toMatchObject({ status: 200 });
    expect(await row(id)).toMatchObject({ state: 'lost' });
    expect(await ask(paths.claim(agent), NOW)).toMatchObject({ status: 404 });
  });

  test('an agent that asks twice at once has one cohort', async () => {
    const agent = await gateway.agent(token);
    const sweep = await layDownSweep(gateway.connections);
    const other = await startGateway(gateway.place);
    try {
      const wait = { waitMs: 1500, lifeMs: null };
      const asked = [
        claim(agent, wait),
        other.ask(paths.claim(agent), token, wait).then(({ body }) => body),
      ];
      await new Promise((resolve) => setTimeout(resolve, 200));
      await Promise.all([1, 2, 3].map(() => layDownLease(gateway, { sweep })));
      const had = (await Promise.all(asked)) as readonly { readonly lease: string | null }[];
      expect(had.filter(({ lease }) => lease !== null)).toHaveLength(1);
    } finally {
      await other.close();
    }
    const running = await gateway.connections.all(
      `select id from leases where agent_id = $1 and state = 'running'`,
      [agent],
    );
    expect(running).toHaveLength(1);
    const idle = await gateway.agent(token);
    await claim(idle);
    expect(gateway.faults).toEqual([]);
  });
});
