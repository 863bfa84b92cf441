import { expect, test } from 'vitest';
import { clock } from '../../../src/fleet/agent/clock.js';
import { timeToDrain } from '../../../src/fleet/agent/life.js';
import { ENDLESS, order, SLOW, startAgent } from './agents.js';
import { type SmallGateway, smallGateway } from './small-gateway.js';

const trained = ({ leases }: SmallGateway) => (leases[0]?.messages.length ?? 0) > 3;
const LIMITS = { once: false, idleMs: null, lifeMs: null };

test('an agent that drains finishes its lease and claims nothing more', async () => {
  const gateway = await smallGateway();
  gateway.queue(order([1, 2], { epochs: ENDLESS }), order([3]));
  const agent = startAgent(gateway.url, { fake: SLOW });
  await gateway.until(trained);
  agent.drain();
  await agent.ended;
  expect(gateway.leases).toHaveLength(1);
  expect(gateway.leases[0]).toMatchObject({ state: 'finished' });
  const types = gateway.leases[0]!.messages.map(({ type }) => type);
  expect(types.slice(-3)).toEqual(['end', 'end', 'done']);
  expect(gateway.left).toHaveLength(1);
});

test('an idle agent that drains leaves at once, in the middle of its claim', async () => {
  const gateway = await smallGateway(60_000);
  const agent = startAgent(gateway.url);
  await gateway.until(({ claims }) => claims.length === 1);
  expect(gateway.claims[0]!.waitMs).toBe(20_000);
  agent.drain();
  await agent.ended;
  expect(gateway.left).toHaveLength(1);
});

test('one that drains while images are fetched gives the cohort back', async () => {
  const gateway = await smallGateway();
  gateway.queue(order([1]));
  const agent = startAgent(gateway.url, {
    inputs: {
      ready: (_, signal) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
    },
  });
  await gateway.until(() => agent.told().includes('claimed'));
  agent.drain();
  await agent.ended;
  expect(gateway.leases[0]!.state).toBe('failed');
  expect(agent.events.find(({ type }) => type === 'failed')).toMatchObject({
    error: { code: 'E_INTERRUPTED' },
  });
});

test('once: it leaves after its first cohort', async () => {
  const gateway = await smallGateway();
  gateway.queue(order([1]), order([2]));
  const agent = startAgent(gateway.url, { limits: { ...LIMITS, once: true } });
  await agent.ended;
  expect(gateway.leases.map(({ state }) => state)).toEqual(['finished']);
  expect(agent.events).toContainEqual({ type: 'draining', why: 'once' });
});

test('idle for long enough, it leaves; work begins the time anew', async () => {
  const gateway = await smallGateway();
  gateway.queue(order([1], { epochs: 30 }));
  const agent = startAgent(gateway.url, { limits: { ...LIMITS, idleMs: 300 }, fake: SLOW });
  await agent.ended;
  expect(gateway.leases.map(({ state }) => state)).toEqual(['finished']);
  expect(agent.events).toContainEqual({ type: 'draining', why: 'idle' });
});

test('before its lifetime is over, it drains as early as what it measured takes', async () => {
  const gateway = await smallGateway();
  gateway.queue(order([1], { epochs: ENDLESS }));
  const started = clock.now();
  const limits = { ...LIMITS, lifeMs: 35_000 + 800 };
  const agent = startAgent(gateway.url, { limits, fake: SLOW });
  await agent.ended;
  // Nothing was measured: it allows for 35 seconds.
  expect(timeToDrain({ snapshotMs: 0, stepMs: 0 })).toBe(35_000);
  expect(clock.now() - started).toBeGreaterThan(750);
  expect(gateway.claims[0]!.lifeMs).toBeLessThanOrEqual(800);
  expect(gateway.leases[0]!.state).toBe('finished');
  expect(agent.events).toContainEqual({ type: 'draining', why: 'lifetime' });
});

test('the time to drain follows what snapshots and steps took', () => {
  expect(timeToDrain({ snapshotMs: 4000, stepMs: 500 })).toBe(14_000);
});
