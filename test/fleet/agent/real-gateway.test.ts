import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { DataError } from '../../../src/core/errors.js';
import { notify } from '../../../src/fleet/notices/notices.js';
import type { LeaseMessage } from '../../../src/fleet/protocol/messages.js';
import { decode, encode } from '../../../src/store/gateway/wire.js';
import { fakeRecipe } from '../../fakes/specs.js';
import { describeWithPostgres } from '../../postgres/describe.js';
import {
  type Gateway,
  jobState,
  keptMessages,
  layDownLease,
  leaseRow,
  startGateway,
} from '../gateway/start-gateway.js';
import { ENDLESS, order, SLOW, startAgent } from './agents.js';

describeWithPostgres('an agent of a real gateway', () => {
  let gateway: Gateway;
  let token: string;
  let team: string;
  let teams = 0;
  let judging: NodeJS.Timeout;

  beforeAll(async () => {
    gateway = await startGateway();
    judging = setInterval(() => void judge(gateway).catch(() => undefined), 20);
  }, 60_000);
  beforeEach(async () => {
    // Agents of one test do not take what is another's.
    teams += 1;
    team = `team-${teams}`;
    token = await gateway.token('agent', team);
  });
  afterAll(async () => {
    clearInterval(judging);
    await gateway?.close();
  });

  const layDown = async (epochs = 3) =>
    await layDownLease(gateway, {
      team,
      order: {
        ...order([1], { epochs }),
        trials: (await trialsOf(gateway)).map((trialId) => {
          return { trialId, recipe: fakeRecipe({ epochs }), keeps: false };
        }),
      },
    });

  async function until(is: () => Promise<boolean> | boolean): Promise<void> {
    while (!(await is())) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  const stateOf = async (id: string) => (await leaseRow(gateway.connections, id)).state;
  const typesOf = async (id: string) =>
    (await keptMessages(gateway.connections, id)).map(({ type }) => type);

  test('trains what it claims; lease, messages and job agree', async () => {
    const lease = await layDown();
    const agent = startAgent(gateway.address, { token });
    await until(async () => (await stateOf(lease.id)) === 'finished');
    const told = ['begin', 'epoch', 'epoch', 'epoch', 'end', 'end', 'done'];
    expect(await typesOf(lease.id)).toEqual(told);
    expect(await jobState(gateway.connections, lease.id)).toBe('completed');
    agent.drain();
    await agent.ended;
    expect(gateway.faults).toEqual([]);
  });

  test('goes on with another gateway where one ends in the middle', async () => {
    const first = await startGateway(gateway.place);
    const lease = await layDown(60);
    const agent = startAgent(first.address, { token, fake: SLOW });
    await until(async () => (await typesOf(lease.id)).length > 5);
    await first.close();
    const second = await startGateway(gateway.place, { port: first.port });
    await until(async () => (await stateOf(lease.id)) === 'finished');
    expect(await typesOf(lease.id)).toEqual([
      ...['begin', ...Array(60).fill('epoch'), 'end', 'end', 'done'],
    ]);
    expect(agent.told()).not.toContain('lost');
    agent.drain();
    await agent.ended;
    await second.close();
  }, 20_000);

  test('gives back what it drains from, and a cohort that it could not begin', async () => {
    const [first, second] = [await layDown(ENDLESS), await layDown()];
    const drained = startAgent(gateway.address, { token, fake: SLOW });
    await until(async () => (await typesOf(first.id)).length > 3);
    drained.drain();
    await drained.ended;
    expect(await stateOf(first.id)).toBe('finished');
    expect((await typesOf(first.id)).slice(-3)).toEqual(['end', 'end', 'done']);

    const unfit = startAgent(gateway.address, {
      token,
      inputs: { ready: () => Promise.reject(new DataError('x'.repeat(50_000))) },
    });
    await until(async () => (await stateOf(second.id)) === 'failed');
    unfit.drain();
    await unfit.ended;
    const { error } = await leaseRow(gateway.connections, second.id);
    expect(decode(error!)).toMatchObject({
      code: 'E_DATA',
      message: expect.stringMatching(/^x+…$/),
    });
    expect(await jobState(gateway.connections, second.id)).toBe('failed');
  });

  test('hears at a beat that its lease is over', async () => {
    const short = await startGateway(gateway.place, { leaseSeconds: 10 });
    const lease = await layDown(ENDLESS);
    const agent = startAgent(short.address, { token, fake: SLOW });
    await until(async () => (await typesOf(lease.id)).length > 3);
    await gateway.connections.run(`update leases set state = 'cancelled' where id = $1`, [
      lease.id,
    ]);
    await until(() => agent.told().includes('lost'));
    const told = (await typesOf(lease.id)).length;
    agent.drain();
    await agent.ended;
    expect(await typesOf(lease.id)).toHaveLength(told);
    await short.close();
  }, 20_000);
});

/** Ids of the next two trials that are laid down. */
async function trialsOf({ connections }: Gateway): Promise<readonly number[]> {
  const row = await connections.one<{ last: number }>(
    'select coalesce(max(id), 0)::double precision as last from trials',
  );
  return [row!.last + 1, row!.last + 2];
}

/** Does what a conductor does: every trial goes on. */
async function judge({ connections }: Gateway): Promise<void> {
  const rows = await connections.all<{ lease_id: string; seq: number; body: string }>(
    'select lease_id, seq, body from messages where answer is null',
  );
  for (const { lease_id, seq, body } of rows) {
    const message = decode(body) as LeaseMessage;
    if (message.type !== 'epoch') continue;
    const verdicts = message.reports.map(({ trialId }) => [trialId, 'continue']);
    await connections.run('update messages set answer = $3 where lease_id = $1 and seq = $2', [
      ...[lease_id, seq, encode(Object.fromEntries(verdicts))],
    ]);
    await notify(connections, 'answered', lease_id);
  }
}
