import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { UsageError } from '../../../src/core/errors.js';
import { databaseDesk } from '../../../src/fleet/client/database-desk.js';
import type { FleetDesk } from '../../../src/fleet/client/desk.js';
import { gatewayDesk } from '../../../src/fleet/client/gateway-desk.js';
import type { Submission } from '../../../src/fleet/protocol/api.js';
import { wireTo } from '../../../src/store/gateway/http/wire-to.js';
import { fakeSpec } from '../../fakes/specs.js';
import { describeWithPostgres } from '../../postgres/describe.js';
import { type Gateway, startGateway } from '../gateway/start-gateway.js';

const SUBMISSION: Submission = {
  ...{ spec: fakeSpec(), file: '/work/my.yaml', source: 'name: fake' },
  fingerprint: { classNames: ['a', 'b'], data: null, weights: null },
  listing: { classNames: ['a', 'b'], files: [] },
  ...{ priority: 10, budgetSeconds: 7200 },
};

describeWithPostgres('the desk of machines that share their work', () => {
  let gateway: Gateway;
  const desks = new Map<string, FleetDesk>();
  let stranger: FleetDesk;

  beforeAll(async () => {
    gateway = await startGateway();
    const { address, place } = gateway;
    desks.set('a gateway', gatewayDesk(wireTo(address, await gateway.token('user')), address));
    desks.set('the database', databaseDesk(place, { team: 'blue', owner: 'ann' }));
    stranger = gatewayDesk(wireTo(address, await gateway.token('user', 'red')), address);
  });
  afterAll(async () => {
    for (const desk of desks.values()) await desk.close();
    await gateway.close();
  });
  beforeEach(async () => {
    await gateway.connections.run('delete from sweeps');
  });

  test.each(['a gateway', 'the database'])('takes sweeps and wishes through %s', async (way) => {
    const desk = desks.get(way)!;
    const id = await desk.submit(SUBMISSION);
    const own = { id, name: 'fake', owner: 'ann', wanted: 'run', priority: 10 };
    expect((await desk.fleet()).sweeps).toMatchObject([{ ...own, budgetSeconds: 7200 }]);
    await desk.wish(id, { wanted: 'pause', priority: 3, budgetSeconds: null });
    const changed = { ...own, wanted: 'pause', priority: 3, budgetSeconds: null };
    expect((await desk.fleet()).sweeps).toMatchObject([changed]);
    const spec = { ...SUBMISSION.spec, runCap: 99 };
    await desk.extend(id, { spec, source: 'run_cap: 99', told: ['run_cap: 6 -> 99'] });
    const row = await gateway.connections.one('select spec, source, state from sweeps');
    expect(row).toMatchObject({ source: 'run_cap: 99', state: 'interrupted' });
    const event = await gateway.connections.one('select kind, message from events');
    expect(event).toEqual({ kind: 'extended', message: 'changed: run_cap: 6 -> 99' });
    await desk.remove(id);
    expect((await desk.fleet()).sweeps).toEqual([]);
    expect(gateway.faults).toEqual([]);
  });

  test.each(['a gateway', 'the database'])(
    'changes nothing through %s of a sweep that is being trained',
    async (way) => {
      const desk = desks.get(way)!;
      const id = await desk.submit(SUBMISSION);
      await gateway.connections.run(
        `update sweeps set holder_token = 'held',
                holder_seen = (extract(epoch from clock_timestamp()) * 1000)::bigint`,
      );
      const { spec, source } = SUBMISSION;
      const refused = [
        () => desk.extend(id, { spec, source, told: ['more'] }),
        () => desk.remove(id),
      ];
      for (const [r, what] of ['extended', 'deleted'].entries()) {
        const error = await refused[r]!().catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(UsageError);
        expect((error as Error).message).toBe(
          `Sweep ${id} is being trained: \`thaw pause ${id}\` lets it rest, and then it can be ${what}.`,
        );
      }
    },
  );

  test.each(['a gateway', 'the database'])(
    'says through %s that there is no sweep of an id that it does not have',
    async (way) => {
      const desk = desks.get(way)!;
      const { spec, source } = SUBMISSION;
      for (const ask of [
        () => desk.wish(999, { wanted: 'run' }),
        () => desk.extend(999, { spec, source, told: ['more'] }),
        () => desk.remove(999),
      ]) {
        const error = await ask().catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(UsageError);
        expect((error as Error).message).toBe('There is no sweep 999.');
      }
    },
  );

  test("another team's sweep is not there", async () => {
    const id = await desks.get('the database')!.submit(SUBMISSION);
    const { spec, source } = SUBMISSION;
    for (const ask of [
      () => stranger.wish(id, { wanted: 'cancel' }),
      () => stranger.extend(id, { spec, source, told: ['more'] }),
      () => stranger.remove(id),
    ]) {
      await expect(ask()).rejects.toThrow(`There is no sweep ${id}.`);
    }
    expect((await stranger.fleet()).sweeps).toEqual([]);
  });

  test('a token that is not accepted, or none, is told as such', async () => {
    const { address } = gateway;
    await expect(gatewayDesk(wireTo(address, 'thaw_none'), address).fleet()).rejects.toThrow(
      /does not accept this token/,
    );
    expect(() => wireTo(address, null)).toThrow(
      `${address} asks for a token: give a file with yours as --token-file, or the token in THAW_TOKEN.`,
    );
    const agents = gatewayDesk(wireTo(address, await gateway.token('agent')), address);
    await expect(agents.fleet()).rejects.toThrow(/role/);
  });
});
