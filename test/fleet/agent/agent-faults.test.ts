import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { DataError } from '../../../src/core/errors.js';
import { clock } from '../../../src/fleet/agent/clock.js';
import { ENDLESS, order, SLOW, startAgent } from './agents.js';
import { type SmallGateway, type SmallLease, smallGateway } from './small-gateway.js';

const kinds = ({ messages }: SmallLease) => messages.map(({ type }) => type);
const hows = ({ messages }: SmallLease) =>
  messages.flatMap((message) => (message.type === 'end' ? [message.end.how] : []));
const trained =
  (epochs: number) =>
  ({ leases }: SmallGateway) =>
    leases.length > 0 && leases[0]!.messages.length > epochs;
const ended = ({ leases }: SmallGateway) => leases.at(-1)?.state === 'finished';

test('what the gateway wants stopped ends as interrupted, and the next is claimed', async () => {
  const gateway = await smallGateway(900);
  gateway.queue(order([1, 2], { epochs: ENDLESS }));
  const agent = startAgent(gateway.url, { fake: SLOW });
  await gateway.until(trained(3));
  Object.assign(gateway.leases[0]!, { wanted: 'stop' });
  await gateway.until(ended);
  expect(hows(gateway.leases[0]!)).toEqual(['interrupted', 'interrupted']);
  gateway.queue(order([3]));
  await gateway.until(({ leases }) => leases.length === 2 && leases[1]!.state === 'finished');
  expect(agent.told()).toContain('stopping');
});

test('a lease that was given up is dropped at once, with its files', async () => {
  const gateway = await smallGateway(900);
  gateway.queue(order([1], { epochs: ENDLESS }));
  const agent = startAgent(gateway.url, { fake: SLOW });
  await gateway.until(trained(3));
  expect(await agent.files()).toHaveLength(1);
  Object.assign(gateway.leases[0]!, { state: 'lost' });
  await gateway.until(() => agent.told().includes('lost'));
  const told = gateway.leases[0]!.messages.length;
  gateway.queue(order([2]));
  await gateway.until(({ leases }) => leases.length === 2 && leases[1]!.state === 'finished');
  expect(gateway.leases[0]!.messages).toHaveLength(told);
  expect(hows(gateway.leases[0]!)).toEqual([]);
  agent.drain();
  await agent.ended;
  expect(await agent.files()).toEqual([]);
});

test('without an answered beat for 0.8 of its lease an agent stops by itself, and tells nothing', async () => {
  const gateway = await smallGateway(1000);
  gateway.queue(order([1], { epochs: ENDLESS }));
  const agent = startAgent(gateway.url, { fake: SLOW });
  await gateway.until(trained(3));
  const isBeat = (request: string) => request.endsWith('/beat');
  gateway.interfere = (request) => (isBeat(request) ? 'cut' : undefined);
  const since = performance.now();
  await gateway.until(() => agent.told().includes('lost'));
  const { heard } = gateway.leases[0]!;
  expect(performance.now() - heard).toBeGreaterThan(700);
  expect(performance.now() - since).toBeLessThan(1000);
  expect(gateway.asked.filter(isBeat).length).toBeGreaterThan(4);
  await wait(100);
  expect(gateway.asked.filter((request) => request.endsWith('/finish'))).toEqual([]);
  expect(agent.events.at(-1)).toMatchObject({ type: 'lost', why: /^no beat was answered for 0/ });
});

test('a process that was halted for longer than its lease notices before it tells anything', async () => {
  const gateway = await smallGateway(60_000);
  gateway.queue(order([1], { epochs: ENDLESS }));
  let slept = 0;
  const agent = startAgent(gateway.url, {
    fake: SLOW,
    // Timers do not fire early for it, as after SIGSTOP those of other work may come first.
    clock: { ...clock, now: () => clock.now() + slept },
  });
  await gateway.until(trained(3));
  slept = 60_000;
  const before = gateway.asked.length;
  await gateway.until(() => agent.told().includes('lost'));
  const since = gateway.asked.slice(before).filter((request) => request.includes('/leases/'));
  // One may have been on its way.
  expect(since.length).toBeLessThanOrEqual(1);
});

test('a gateway that is away for a while costs nothing', async () => {
  const gateway = await smallGateway(6000);
  gateway.queue(order([1], { epochs: 12 }));
  const agent = startAgent(gateway.url, { fake: SLOW });
  await gateway.until(trained(3));
  let asked = 0;
  gateway.interfere = () => {
    asked += 1;
    return asked % 2 === 0 ? 'cut' : 503;
  };
  await gateway.until(() => asked >= 3);
  gateway.interfere = () => undefined;
  await gateway.until(ended);
  expect(kinds(gateway.leases[0]!)).toEqual(['begin', ...Array(12).fill('epoch'), 'end', 'done']);
  expect(agent.told()).not.toContain('lost');
});

test('a gateway that was away for longer than a lease while nothing was to do is no loss either', async () => {
  const gateway = await smallGateway(900);
  const agent = startAgent(gateway.url, { fake: SLOW });
  await gateway.until(({ claims }) => claims.length > 0);
  gateway.interfere = () => 'cut';
  await wait(1500);
  gateway.queue(order([1], { epochs: 12 }));
  gateway.interfere = () => undefined;
  await gateway.until(ended);
  expect(agent.told()).not.toContain('lost');
});

test('answers that are lost on their way change nothing', async () => {
  const gateway = await smallGateway();
  const seen = new Set<string>();
  let reports = 0;
  gateway.interfere = (request) => {
    const isReport = request.endsWith('/report');
    if (isReport) reports += 1;
    const first = !seen.has(request);
    seen.add(request);
    return first || (isReport && reports % 3 === 0) ? 'swallow' : undefined;
  };
  gateway.queue(order([1, 2]), order([3]));
  startAgent(gateway.url);
  await gateway.until(({ leases }) => leases.length === 2 && leases[1]!.state === 'finished');
  expect(kinds(gateway.leases[0]!)).toEqual([
    ...['begin', 'epoch', 'epoch', 'epoch', 'end', 'end', 'done'],
  ]);
  expect(kinds(gateway.leases[1]!)).toEqual(['begin', 'epoch', 'epoch', 'epoch', 'end', 'done']);
  // Its registration was heard twice: what came of the first is never heard of again.
  expect(gateway.registrations).toHaveLength(2);
});

test.each(['/claim', '/beat', '/report'])(
  'a token that is revoked ends an agent, wherever it learns of it: %s',
  async (where) => {
    const gateway = await smallGateway(900);
    gateway.queue(order([1], { epochs: ENDLESS }));
    gateway.interfere = (request) => (request.endsWith(where) ? 401 : undefined);
    const agent = startAgent(gateway.url, { fake: SLOW });
    await expect(agent.ended).rejects.toMatchObject({
      ...{ code: 'E_REFUSED', exitCode: 2 },
      message: expect.stringContaining('does not accept this token: told to say 401'),
    });
    expect(gateway.left).toHaveLength(1);
  },
);

test('an agent that the gateway has forgotten registers anew', async () => {
  const gateway = await smallGateway();
  let forgets = true;
  gateway.interfere = (request) => {
    if (!forgets || !request.endsWith('/claim')) return undefined;
    forgets = false;
    return 404;
  };
  gateway.queue(order([1]));
  startAgent(gateway.url);
  await gateway.until(ended);
  expect(gateway.registrations).toHaveLength(2);
});

test('a cohort whose images are others here is given back with the reason, after a pause each time', async () => {
  const gateway = await smallGateway();
  const error = new DataError('The images are others here.');
  const waits: number[] = [];
  const agent = startAgent(gateway.url, {
    inputs: { ready: () => Promise.reject(error) },
    clock: {
      ...clock,
      random: () => 0.5,
      async sleep(ms, signal) {
        if (ms >= 1000) waits.push(ms);
        await clock.sleep(Math.min(ms, 5), signal);
      },
    },
  });
  gateway.queue(order([1]), order([2]), order([3]));
  await gateway.until(
    ({ leases }) => leases.filter(({ state }) => state === 'failed').length === 3,
  );
  await gateway.until(() => waits.includes(4000));
  expect(waits.filter((ms) => [1000, 2000, 4000].includes(ms))).toEqual([1000, 2000, 4000]);
  expect(agent.events.filter(({ type }) => type === 'failed')[0]).toMatchObject({
    error: { code: 'E_DATA', message: 'The images are others here.' },
  });
});

test('a disk that is full before a cohort could begin is a reason to give it back', async () => {
  const gateway = await smallGateway();
  gateway.queue(order([1]));
  const full = Object.assign(new Error('ENOSPC: no space left on device, mkdir'), {
    ...{ code: 'ENOSPC', syscall: 'mkdir' },
  });
  const agent = startAgent(gateway.url, { withFolder: () => Promise.reject(full) });
  await gateway.until(() => agent.told().includes('failed'));
  expect(gateway.leases[0]!.state).toBe('failed');
  expect(agent.events.at(-1)).toMatchObject({ error: { code: 'E_DISK' } });
});

test('what breaks a runner breaks its trials, and the agent goes on', async () => {
  const gateway = await smallGateway();
  gateway.queue(order([1, 2]), order([3]));
  let runs = 0;
  startAgent(gateway.url, {
    runnerFor: () => ({
      async run({ trials }, events) {
        await events.begin(0);
        runs += 1;
        if (runs === 1) throw new Error('a bug');
        await events.end({ trialId: trials[0]!.trialId, how: 'finished' });
        return { trunk: 0, trunkAlone: 0, trained: 0, trainedAlone: 0 };
      },
    }),
  });
  await gateway.until(({ leases }) => leases.length === 2 && leases[1]!.state === 'finished');
  expect(hows(gateway.leases[0]!)).toEqual(['broke', 'broke']);
  expect(gateway.leases[0]!.messages[1]).toMatchObject({ end: { error: { message: 'a bug' } } });
});
