import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { NO_WORK } from '../../../src/core/cohort-work.js';
import type { MadeSnapshot } from '../../../src/core/snapshots/snapshot.js';
import type { AgentParts } from '../../../src/fleet/agent/ports.js';
import type { PlannedCohort, RunnerEvents } from '../../../src/sweep/runners/runner.js';
import { order, startAgent } from './agents.js';
import { type SmallGateway, smallGateway } from './small-gateway.js';

const RULE = { epochs: true, everyMs: 1000, maxBytes: null };
const digestOf = (bytes: string) => createHash('sha256').update(bytes).digest('hex');
const finished = ({ leases }: SmallGateway) => leases[0]?.state === 'finished';
const uploads = ({ asked }: SmallGateway) =>
  asked.filter((request) => /^PUT|report|finish/.test(request)).map((each) => each.slice(0, 4));

/** Writes a snapshot of these bytes as a worker does. */
function snapshot({ snapshots, trials }: PlannedCohort, bytes: string, count = 1): MadeSnapshot {
  const part = `${snapshots!.base}-${count}.snapshot.part`;
  writeFileSync(part, bytes);
  const trialIds = trials.map(({ trialId }) => trialId);
  return { part, sha256: digestOf(bytes), bytes: bytes.length, epoch: 1, step: 2, trialIds };
}

/** A runner that does this. */
function runs(
  act: (cohort: PlannedCohort, events: RunnerEvents) => Promise<void>,
): AgentParts['runnerFor'] {
  return () => ({
    async run(cohort, events) {
      await events.begin(0);
      await act(cohort, events);
      return NO_WORK;
    },
  });
}

test('files are among the artifacts before they are told of, and gone from here', async () => {
  const gateway = await smallGateway();
  gateway.queue(order([7], { snapshots: RULE }));
  const agent = startAgent(gateway.url, {
    runnerFor: runs(async (cohort, events) => {
      const checkpoint = cohort.trials[0]!.checkpoint!;
      await Promise.all([
        events.snapshot(snapshot(cohort, 'a snapshot')),
        // Whoever ends a trial need not wait for its snapshot: the agent does.
        (async () => {
          writeFileSync(checkpoint, 'weights');
          const kept = { checkpointEpoch: 3, checkpointDigest: digestOf('weights') };
          await events.end({ trialId: 7, how: 'finished', ...kept });
        })(),
      ]);
      expect(existsSync(checkpoint)).toBe(false);
    }),
  });
  await gateway.until(finished);
  const { messages } = gateway.leases[0]!;
  expect(messages.map(({ type }) => type)).toEqual(['begin', 'snapshot', 'end', 'done']);
  expect(messages[1]).toEqual({
    type: 'snapshot',
    made: {
      ...{ file: 'cohort-7-abcd1234-1.snapshot', sha256: digestOf('a snapshot'), bytes: 10 },
      ...{ epoch: 1, step: 2 },
    },
    trialIds: [7],
  });
  expect(gateway.artifacts.get(digestOf('weights'))?.toString()).toBe('weights');
  expect(gateway.artifacts.get(digestOf('a snapshot'))?.toString()).toBe('a snapshot');
  agent.drain();
  await agent.ended;
  expect(await agent.files()).toEqual([]);
});

test('a file that the gateway refuses costs the file, and nothing else', async () => {
  const gateway = await smallGateway();
  gateway.queue(order([7], { snapshots: RULE }));
  gateway.interfere = (request) => (request.startsWith('PUT') ? 413 : undefined);
  startAgent(gateway.url, {
    runnerFor: runs(async (cohort, events) => {
      await events.snapshot(snapshot(cohort, 'a snapshot'));
      writeFileSync(cohort.trials[0]!.checkpoint!, 'weights');
      const kept = { checkpointEpoch: 3, checkpointDigest: digestOf('weights') };
      await events.end({ trialId: 7, how: 'finished', ...kept });
    }),
  });
  await gateway.until(finished);
  const [, missed, end] = gateway.leases[0]!.messages;
  expect(missed).toMatchObject({
    ...{ type: 'no-snapshot', startOver: false },
    why: 'a checkpoint could not be kept (told to say 413): training goes on without',
  });
  expect(end).toMatchObject({
    end: { trialId: 7, how: 'finished', unsaved: { code: 'E_ARTIFACT' } },
  });
  expect(end).not.toHaveProperty('end.checkpointDigest');
});

test('a store of artifacts that fails for a moment is asked again', async () => {
  const gateway = await smallGateway();
  gateway.queue(order([7], { snapshots: RULE }));
  let tries = 0;
  gateway.interfere = (request) => {
    if (!request.startsWith('PUT')) return undefined;
    tries += 1;
    return ([500, 'cut', 'swallow'] as const)[tries - 1];
  };
  startAgent(gateway.url, {
    runnerFor: runs(async (cohort, events) => {
      await events.snapshot(snapshot(cohort, 'x'.repeat(3_000_000)));
      await events.end({ trialId: 7, how: 'interrupted' });
    }),
  });
  await gateway.until(finished);
  expect(gateway.leases[0]!.messages.map(({ type }) => type)).toContain('snapshot');
  expect([...gateway.artifacts.values()][0]).toHaveLength(3_000_000);
  expect(uploads(gateway)).toContain('PUT ');
});

test('training goes on from the very bytes of the snapshot that the order names', async () => {
  const gateway = await smallGateway();
  const bytes = 's'.repeat(2_000_000);
  const from = {
    file: 'any.snapshot',
    sha256: digestOf(bytes),
    bytes: 2_000_000,
    epoch: 4,
    step: 5,
  };
  gateway.artifacts.set(from.sha256, Buffer.from(bytes));
  gateway.queue(order([7], { from }));
  let read = '';
  startAgent(gateway.url, {
    runnerFor: runs(async (cohort, events) => {
      read = readFileSync(cohort.from!.path, 'utf8');
      expect(cohort.from).toMatchObject({ sha256: from.sha256, epoch: 4, step: 5 });
      await events.end({ trialId: 7, how: 'finished' });
    }),
  });
  await gateway.until(finished);
  expect(read).toBe(bytes);
});

test('bytes that are not those of their digest are fetched again', async () => {
  const gateway = await smallGateway();
  const from = { file: 'any.snapshot', sha256: digestOf('right'), bytes: 5, epoch: 4, step: 5 };
  gateway.artifacts.set(from.sha256, Buffer.from('wrong'));
  gateway.queue(order([7], { from }));
  let read = '';
  startAgent(gateway.url, {
    runnerFor: runs(async (cohort, events) => {
      read = readFileSync(cohort.from!.path, 'utf8');
      await events.end({ trialId: 7, how: 'finished' });
    }),
  });
  await gateway.until(({ asked }) => asked.some((each) => each.startsWith('GET')));
  gateway.artifacts.set(from.sha256, Buffer.from('right'));
  await gateway.until(finished);
  expect(read).toBe('right');
});

test('a snapshot that is gone leaves its file out: its worker says what becomes of the trials', async () => {
  const gateway = await smallGateway();
  const from = { file: 'any.snapshot', sha256: digestOf('gone'), bytes: 5, epoch: 4, step: 5 };
  gateway.queue(order([7], { from }));
  let there = true;
  startAgent(gateway.url, {
    runnerFor: runs(async (cohort, events) => {
      there = existsSync(cohort.from!.path);
      await events.end({ trialId: 7, how: 'finished' });
    }),
  });
  await gateway.until(finished);
  expect(there).toBe(false);
});
