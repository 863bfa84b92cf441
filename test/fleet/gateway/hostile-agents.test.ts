import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { paths } from '../../../src/fleet/protocol/api.js';
import type { LeaseMessage } from '../../../src/fleet/protocol/messages.js';
import { fakeRecipe } from '../../fakes/specs.js';
import { describeWithPostgres } from '../../postgres/describe.js';
import { MESSAGES, PROVENANCE, REGISTRATION } from '../protocol/examples.js';
import {
  type Gateway,
  keptMessages,
  layDownLease,
  layDownSweep,
  startGateway,
} from './start-gateway.js';

const EPOCHS = 3;

describeWithPostgres('an agent that lies', () => {
  let gateway: Gateway;
  let token: string;
  beforeAll(async () => {
    gateway = await startGateway();
    token = await gateway.token('agent');
  });
  afterAll(async () => {
    expect(gateway.faults).toEqual([]);
    await gateway?.close();
  });

  /** A lease that began, and how to tell of it. */
  async function begun() {
    const sweep = await layDownSweep(gateway.connections);
    const trials = sweep.trialIds.map((trialId) => {
      return { trialId, recipe: fakeRecipe({ epochs: EPOCHS }), keeps: false };
    });
    const { id } = await layDownLease(gateway, { sweep, order: { trials } });
    await gateway.ask(paths.claim(await gateway.agent(token)), token, { waitMs: 0, lifeMs: null });
    const tell = (first: number, ...messages: readonly unknown[]) =>
      gateway.ask(paths.report(id), token, { first, messages });
    return { id, trialId: sweep.trialIds[0]!, tell };
  }

  const told = (trialId: number, epoch: number) => {
    const { report } = MESSAGES.epoch.reports[0]!;
    return { trialId, report: { ...report, epoch } };
  };

  const HUGE = 2 ** 31;
  const lies: readonly (readonly [string, (trialId: number) => unknown])[] = [
    ['an epoch after the last', (id) => epochOf(EPOCHS, told(id, EPOCHS))],
    ['an epoch that no database has room for', (id) => epochOf(HUGE, told(id, HUGE))],
    ['an epoch that is another than its reports say', (id) => epochOf(0, told(id, 1))],
    ['two reports of a trial at once', (id) => epochOf(0, told(id, 0), told(id, 0))],
    ['weights of an epoch that it does not have', (id) => endOf(id, { checkpointEpoch: EPOCHS })],
    ['weights of an epoch beyond all', (id) => endOf(id, { checkpointEpoch: HUGE })],
    ['a snapshot after the last epoch', (id) => snapshotOf(id, { epoch: EPOCHS + 1 })],
    ['a snapshot of an epoch beyond all', (id) => snapshotOf(id, { epoch: HUGE })],
    ['a snapshot of a step beyond all', (id) => snapshotOf(id, { step: HUGE })],
    ['a snapshot called as the folder above', (id) => snapshotOf(id, { file: '..' })],
    ['a snapshot that hides its name', (id) => snapshotOf(id, { file: '.thaw' })],
  ];

  function epochOf(epoch: number, ...reports: readonly unknown[]) {
    return { type: 'epoch', epoch, reports };
  }

  function endOf(trialId: number, change: object) {
    return { type: 'end', end: { trialId, how: 'finished', ...change } };
  }

  function snapshotOf(trialId: number, change: object) {
    return {
      ...MESSAGES.snapshot,
      made: { ...MESSAGES.snapshot.made, ...change },
      trialIds: [trialId],
    };
  }

  test.each(lies)('is refused %s, and what was told before stays', async (_, lie) => {
    const { id, trialId, tell } = await begun();
    expect((await tell(1, MESSAGES.begin)).status).toBe(200);
    const refused = await tell(2, lie(trialId));
    expect(refused.status).toBe(400);
    expect(await keptMessages(gateway.connections, id)).toEqual([{ seq: 1, type: 'begin' }]);
  });

  const others: readonly (readonly [string, object])[] = [
    ['another backend', { backend: 'tensorflow' }],
    ['another exactness', { exactness: 'tensorflow | 4.22.0 | H100 | 1' }],
  ];

  test.each(others)('cannot train on %s than it registered with', async (_, change) => {
    const { id, tell } = await begun();
    const begin: LeaseMessage = { type: 'begin', provenance: { ...PROVENANCE, ...change } };
    expect((await tell(1, begin)).status).toBe(400);
    expect(await keptMessages(gateway.connections, id)).toEqual([]);
  });

  test('cannot say that its machine is none', async () => {
    const { machine } = REGISTRATION;
    const infos = [
      { imagesPerSecond: Number.NaN },
      { imagesPerSecond: -1 },
      { memoryBytes: Number.NEGATIVE_INFINITY },
      { rates: [{ size: 64, batch: 32, forward: 0, training: Number.NaN }] },
    ];
    for (const info of infos) {
      const registration = {
        ...REGISTRATION,
        machine: { ...machine, info: { ...machine.info, ...info } },
      };
      const { status } = await gateway.ask(paths.agents, token, registration);
      expect(status, JSON.stringify(info)).toBe(400);
    }
  });

  test('cannot have a text that is sent once read a thousand times', async () => {
    const user = await gateway.token('user');
    const large = 'x'.repeat(2 ** 20);
    const spec = { name: 'x', points: Array.from({ length: 1000 }, () => large) };
    const { status } = await gateway.ask(paths.sweeps, user, { spec });
    expect(status).toBe(413);
  });

  test('of readings of the test split, none is of more images than there can be', async () => {
    const user = await gateway.token('user');
    const { trialIds } = await layDownSweep(gateway.connections);
    const test = { trialId: trialIds[0], images: HUGE, loss: 1, accuracy: 0.5 };
    expect((await gateway.ask(paths.tests, user, test)).status).toBe(400);
    const nobody = { ...test, images: 10, trialId: Number.MAX_SAFE_INTEGER };
    expect((await gateway.ask(paths.tests, user, nobody)).status).toBe(404);
    const seq = { first: 1, messages: [MESSAGES.begin] };
    expect((await gateway.ask(paths.report(randomUUID()), token, seq)).status).toBe(404);
  });
});
