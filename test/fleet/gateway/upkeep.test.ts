import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPatience } from '../../../src/fleet/gateway/upkeep/patience.js';
import { forgetAgents, reapLeases } from '../../../src/fleet/gateway/upkeep/reap.js';
import { startUpkeep } from '../../../src/fleet/gateway/upkeep/upkeep.js';
import { JOBS_SCHEMA } from '../../../src/fleet/jobs/jobs.js';
import { paths } from '../../../src/fleet/protocol/api.js';
import { describeWithPostgres } from '../../postgres/describe.js';
import { type Gateway, jobState, layDownLease, leaseRow, startGateway } from './start-gateway.js';

const LEASE = 10_000;

test('agents may be given up once a whole lease went by without a gap', () => {
  const patience = createPatience(LEASE, 5000);
  const began = -1e9;
  expect(patience.mayExpire(0)).toBe(false);
  for (let at = 0; at < LEASE; at += 1000) {
    patience.seen(at, { now: at, began });
    expect(patience.mayExpire(at)).toBe(false);
  }
  patience.seen(LEASE, { now: LEASE, began });
  expect(patience.mayExpire(LEASE)).toBe(true);
});

test('a database that did not answer, one that started anew and a process that stood still begin the wait anew', () => {
  const gaps: readonly ((patience: ReturnType<typeof createPatience>) => number)[] = [
    (patience) => {
      patience.missed();
      patience.seen(LEASE + 1000, { now: 0, began: -1e9 });
      return LEASE + 1000;
    },
    (patience) => {
      patience.seen(LEASE + 1000, { now: 2000, began: 1000 });
      return LEASE + 1000;
    },
    (patience) => {
      patience.seen(LEASE + 60_000, { now: 0, began: -1e9 });
      return LEASE + 60_000;
    },
  ];
  for (const gap of gaps) {
    const patience = createPatience(LEASE, 5000);
    for (let at = 0; at <= LEASE; at += 1000) patience.seen(at, { now: at, began: -1e9 });
    expect(patience.mayExpire(LEASE)).toBe(true);
    expect(patience.mayExpire(gap(patience))).toBe(false);
  }
});

describeWithPostgres('upkeep', () => {
  let gateway: Gateway;
  let token: string;
  beforeAll(async () => {
    gateway = await startGateway(undefined, { leaseSeconds: 10 });
    token = await gateway.token('agent');
  });
  afterAll(async () => {
    await gateway?.close();
  });

  async function claimed() {
    const lease = await layDownLease(gateway);
    const agent = await gateway.agent(token);
    await gateway.ask(paths.claim(agent), token, { waitMs: 0, lifeMs: null });
    expect(await jobState(gateway.connections, lease.id)).toBe('active');
    return { ...lease, agent };
  }
  const state = async (id: string) => (await leaseRow(gateway.connections, id)).state;
  const goSilent = (id: string) =>
    gateway.connections.run(
      `update ${JOBS_SCHEMA}.job set heartbeat_on = now() - interval '11 s' where id = $1`,
      [id],
    );

  test('an agent without signs of life loses its lease, one with them keeps it', async () => {
    const [silent, lively] = [await claimed(), await claimed()];
    const heard: (string | null)[] = [];
    const deaf = gateway.parts.ear.on('told', (about) => heard.push(about));
    await goSilent(silent.id);
    await gateway.jobs.supervise();
    await reapLeases(gateway.connections);
    expect(await state(silent.id)).toBe('lost');
    expect(await state(lively.id)).toBe('running');
    await expect.poll(() => heard).toContain(silent.id);
    deaf();
    const beat = await gateway.ask(paths.beat(silent.id), token, { progress: null });
    expect(beat.body).toEqual({ is: 'lost' });
    const idle = await gateway.connections.one('select state from agents where id = $1', [
      silent.agent,
    ]);
    expect(idle).toEqual({ state: 'idle' });
  });

  test('a gateway that has just started gives nobody up', async () => {
    const silent = await claimed();
    await goSilent(silent.id);
    const upkeep = startUpkeep(gateway.parts, { everyMs: 50 });
    await expect.poll(() => upkeep.isReady()).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await upkeep.close();
    expect(await state(silent.id)).toBe('running');
  });

  test('a gateway that has been there for a lease gives up who is silent', async () => {
    const silent = await claimed();
    await goSilent(silent.id);
    const parts = { ...gateway.parts, leaseMs: 500 };
    const upkeep = startUpkeep(parts, { everyMs: 50 });
    await expect.poll(() => state(silent.id), { timeout: 5000 }).toBe('lost');
    await upkeep.close();
  });

  test('a lease that waits without a job is lost, one that has it waits on', async () => {
    const [orphan, waiting] = [await layDownLease(gateway), await layDownLease(gateway)];
    await gateway.jobs.cancel(gateway.connections, orphan);
    const counts = await Promise.all([1, 2, 3].map(() => reapLeases(gateway.connections)));
    expect(counts.reduce((sum, count) => sum + count)).toBe(1);
    expect(await state(orphan.id)).toBe('lost');
    expect(await state(waiting.id)).toBe('queued');
    await gateway.jobs.cancel(gateway.connections, waiting);
  });

  test('agents of which nothing was heard for a week are forgotten, unless they trained something', async () => {
    const worked = await claimed();
    const idle = await gateway.agent(token);
    await gateway.connections.run('update agents set seen_at = 0 where id = any($1)', [
      [worked.agent, idle],
    ]);
    await forgetAgents(gateway.connections);
    const left = await gateway.connections.all<{ id: string }>('select id from agents');
    expect(left.map(({ id }) => id)).toContain(worked.agent);
    expect(left.map(({ id }) => id)).not.toContain(idle);
  });
});
