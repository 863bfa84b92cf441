import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { LeaseMessage } from '../../src/fleet/protocol/messages.js';
import type { Order } from '../../src/fleet/protocol/order.js';
import { openStore } from '../../src/store/sqlite/sqlite-store.js';
import {
  type SmallGateway,
  type SmallLease,
  smallGateway,
  TOKEN,
} from '../fleet/agent/small-gateway.js';
import { folderWith, lineOf, startThaw, thaw } from './thaw.js';

const SWEEP = `
epochs: 8
backend: wasm
workers: 1
keep: 4
checkpoint: { every: 50ms }
data: { train: 40, val: 20, image_size: 32 }
parameters:
  learning_rate: { values: [0.01, 0.003] }
  optimizer: { values: [adam, sgd] }
  augmentation: { value: mixup }
  dropout: { value: 0.2 }
`;

/** What the same sweep gives on one machine, and what an agent has to be told to train it. */
let alone: { readonly order: Order; readonly learned: readonly Learned[] };

interface Learned {
  readonly trialId: number;
  readonly epoch: number;
  readonly metrics: object;
}

beforeAll(async () => {
  const folder = folderWith({ 'sweep.yaml': SWEEP });
  const run = await thaw(['run', 'sweep.yaml'], folder);
  expect(run.code, run.stderr).toBe(0);
  const store = openStore(join(folder, 'results', 'thaw.sqlite'), { access: 'read' });
  const trials = await store.readings.trials(1);
  const { spec } = (await store.readings.sweep(1))!;
  const [made] = await store.readings.allMadeOf(1);
  await store.close();
  const { classNames, data, weights } = made!.fingerprint;
  alone = {
    order: {
      ...{ sweepId: 1, cohort: '1-abcd1234', classNames, data: spec.data, model: spec.model },
      trials: trials.map(({ id, recipe }) => ({ trialId: id, recipe: recipe!, keeps: true })),
      ...{ dataDigest: data!, weights, keep: spec.keep, sharing: true, exact: true },
      ...{ trialMs: null, onTrial: 'stop', from: null, snapshots: spec.checkpoint, seconds: null },
    },
    learned: trials.flatMap(({ id, reports }) =>
      reports.map(({ epoch, metrics }) => ({ trialId: id, epoch, metrics: untimed(metrics) })),
    ),
  };
}, 120_000);

const untimed = (metrics: object) => ({ ...metrics, training_seconds: 0 });

/** What was told of epochs, each once, by trial. */
function learnedBy(leases: readonly SmallLease[]): readonly Learned[] {
  const told = leases.flatMap(({ messages }) =>
    messages.flatMap((message) => (message.type === 'epoch' ? message.reports : [])),
  );
  const last = new Map(
    told.map(({ trialId, report: { epoch, metrics } }) => {
      return [`${trialId} ${epoch}`, { trialId, epoch, metrics: untimed(metrics) }] as const;
    }),
  );
  return [...last.values()].sort((a, b) => a.trialId - b.trialId || a.epoch - b.epoch);
}

function only<Type extends LeaseMessage['type']>(lease: SmallLease, type: Type) {
  return lease.messages.filter(
    (message): message is Extract<LeaseMessage, { type: Type }> => message.type === type,
  );
}

/** The same order from the last snapshot of a lease. */
function goOn({ order }: SmallLease, messages: readonly LeaseMessage[]): Order {
  const from = messages.filter((each) => each.type === 'snapshot').at(-1)!.made;
  return { ...order, cohort: `${order.cohort}x`, from };
}

function startAgent({ url }: SmallGateway, ...args: readonly string[]) {
  return startIn(folderWith({}), url, args);
}

function startIn(
  folder: string,
  url: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
) {
  const started = startThaw(
    [
      ...['agent', '--server', url, '--backend', 'wasm', '--work', 'work'],
      ...(args.includes('--name') ? [] : ['--workers', '1']),
      ...args,
    ],
    folder,
    { env: { THAW_TOKEN: TOKEN, ...env } },
  );
  onTestFinished(() => void started.process.kill('SIGKILL'));
  return { ...started, folder, left: () => readdirSync(join(folder, 'work')) };
}

const isFinished = ({ state }: SmallLease) => state === 'finished';

const trained = (lease: SmallLease | undefined, epochs: number) =>
  lease !== undefined &&
  only(lease, 'epoch').length >= epochs &&
  only(lease, 'snapshot').length > 0;

describe('thaw agent', () => {
  test('trains to the bits of one machine, uploads what was learned, and leaves', async () => {
    const gateway = await smallGateway(6000);
    gateway.queue(alone.order);
    const { finished, folder, left } = startAgent(gateway, '--once');
    const { code, stdout, stderr } = await finished;
    expect(code, stderr).toBe(0);
    expect(stdout).toBe('');
    const [lease] = gateway.leases;
    expect(lease!.state).toBe('finished');
    expect(learnedBy([lease!])).toEqual(alone.learned);
    for (const { end } of only(lease!, 'end')) {
      expect(end.how).toBe('finished');
      expect([...gateway.artifacts.keys()]).toContain(end.checkpointDigest);
    }
    for (const { made } of only(lease!, 'snapshot')) {
      expect(gateway.artifacts.get(made.sha256)).toHaveLength(made.bytes);
    }
    expect(stderr).toMatch(/claimed trials 1-4 of sweep 1\n/);
    expect(stderr).toMatch(/trials 1-4 of sweep 1, epoch 7: val_accuracy 0\.\d{4} \(best of 4\)\n/);
    expect(stderr).toMatch(/done in .*: 4 trials finished\n/);
    expect(left()).toEqual([]);
    expect(readdirSync(folder)).toEqual(['work']);
    expect(gateway.left).toHaveLength(1);
  }, 120_000);

  test.each(['SIGTERM', 'SIGINT', 'SIGUSR1'] as const)(
    '%s has it hand back a snapshot of the very step, and exit 0',
    async (signal) => {
      const gateway = await smallGateway(6000);
      gateway.queue(alone.order);
      const first = startAgent(gateway, '--drain-on', 'USR1', '--format', 'json');
      await gateway.until(({ leases }) => trained(leases[0], 2));
      first.process.kill(signal);
      const { code, stdout, stderr } = await first.finished;
      expect(code, stderr).toBe(0);
      const [lease] = gateway.leases;
      expect(lease!.state).toBe('finished');
      expect(only(lease!, 'end').map(({ end }) => end.how)).toEqual(Array(4).fill('interrupted'));
      // It comes before the ends: whoever goes on knows from where.
      const kinds = lease!.messages.map(({ type }) => type);
      expect(kinds.slice(-6)).toEqual(['snapshot', 'end', 'end', 'end', 'end', 'done']);
      const made = only(lease!, 'snapshot').at(-1)!.made;
      expect(made.epoch).toBe(only(lease!, 'epoch').length);
      expect(first.left()).toEqual([]);
      const types = stdout.match(/"type":"(draining|finished|left)"/g);
      expect(types).toEqual(['"type":"draining"', '"type":"finished"', '"type":"left"']);

      gateway.queue(goOn(lease!, lease!.messages));
      expect((await startAgent(gateway, '--once').finished).code).toBe(0);
      expect(gateway.leases).toHaveLength(2);
      expect(only(gateway.leases[1]!, 'epoch')[0]!.epoch).toBe(made.epoch);
      expect(learnedBy(gateway.leases)).toEqual(alone.learned);
    },
    120_000,
  );

  test('killed at work, it leaves a folder that the next one on its machine removes', async () => {
    const gateway = await smallGateway(2000);
    gateway.queue(alone.order);
    const folder = folderWith({});
    // It comes no further than this.
    gateway.judge = (_, epoch) => (epoch < 3 ? 'continue' : undefined);
    const first = startIn(folder, gateway.url);
    await gateway.until(({ leases }) => trained(leases[0], 4));
    const second = startIn(folder, gateway.url);
    await gateway.until(({ registrations }) => registrations.length === 2);
    // One that lives keeps what is its own.
    expect(first.left()).toHaveLength(1);
    first.process.kill('SIGKILL');
    await first.finished;
    second.process.kill('SIGTERM');
    expect((await second.finished).code).toBe(0);
    expect(first.left()).toHaveLength(1);
    const [lease] = gateway.leases;
    await gateway.until(() => {
      gateway.expire();
      return lease!.state === 'lost';
    });

    gateway.judge = () => 'continue';
    gateway.queue(goOn(lease!, lease!.messages));
    const third = startIn(folder, gateway.url, ['--once']);
    expect((await third.finished).code).toBe(0);
    expect(third.left()).toEqual([]);
    expect(learnedBy(gateway.leases)).toEqual(alone.learned);
  }, 120_000);

  test('halted for longer than its lease, it tells nothing more of it once it goes on', async () => {
    const gateway = await smallGateway(2000);
    gateway.queue(alone.order);
    const agent = startAgent(gateway);
    await gateway.until(({ leases }) => trained(leases[0], 2));
    agent.process.kill('SIGSTOP');
    await wait(3000);
    const [lease] = gateway.leases;
    const [told, asked] = [lease!.messages.length, gateway.asked.length];
    const files = gateway.artifacts.size;
    gateway.expire();
    expect(lease!.state).toBe('lost');
    gateway.queue(goOn(lease!, lease!.messages));
    agent.process.kill('SIGCONT');
    await gateway.until(({ leases }) => leases[1]?.state === 'finished');
    expect(lease!.messages).toHaveLength(told);
    const since = gateway.asked.slice(asked).filter((request) => request.includes(lease!.id));
    expect(since.filter((request) => request.endsWith('/finish'))).toEqual([]);
    expect(gateway.artifacts.size).toBeGreaterThan(files);
    agent.process.kill('SIGTERM');
    const { code, stderr } = await agent.finished;
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/lost the cohort: /);
    expect(agent.left()).toEqual([]);
    expect(learnedBy(gateway.leases)).toEqual(alone.learned);
  }, 120_000);

  test('a second signal ends it at once, and the gateway hears that it left', async () => {
    const gateway = await smallGateway(6000);
    gateway.queue(alone.order);
    const agent = startAgent(gateway);
    await gateway.until(({ leases }) => trained(leases[0], 2));
    // What it would finish with does not get through.
    gateway.interfere = (request) => (/report|finish|PUT/.test(request) ? 503 : undefined);
    agent.process.kill('SIGTERM');
    await wait(1000);
    agent.process.kill('SIGTERM');
    expect((await agent.finished).code).toBe(130);
    expect(gateway.left).toHaveLength(1);
    expect(gateway.leases[0]!.state).toBe('lost');
  }, 120_000);

  test('waits for a gateway that is not there yet', async () => {
    const gateway = await smallGateway(6000);
    gateway.interfere = () => 'cut';
    const agent = startAgent(gateway, '--idle-exit', '1s');
    await lineOf(agent.process.stderr!, /cannot be reached: .*Trying again\./);
    gateway.interfere = () => undefined;
    const { code, stderr } = await agent.finished;
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/the gateway answers again, after \d/);
    expect(stderr).toMatch(/leaving: there was no work for long enough\n.* has left\n/);
  }, 120_000);

  test('a token that is not accepted ends it with exit code 2', async () => {
    const gateway = await smallGateway(6000);
    gateway.interfere = () => 401;
    const { code, stderr } = await startAgent(gateway).finished;
    expect(code).toBe(2);
    expect(stderr).toMatch(/^Error: http:\S+ does not accept this token: told to say 401\n$/m);
    expect(stderr).not.toContain(TOKEN);
  }, 120_000);

  test.each([
    ['two threads', { args: ['--workers', '2'], env: {} }],
    ['two GPUs, each with a process of its own', { args: [], env: { THAW_CHILDREN: '2' } }],
  ] as const)(
    '%s are two agents, which train side by side',
    async (_, { args, env }) => {
      const gateway = await smallGateway(6000);
      const { order } = alone;
      for (const trial of order.trials.slice(0, 2)) {
        gateway.queue({ ...order, cohort: `${trial.trialId}-abcd1234`, trials: [trial] });
      }
      const agent = startIn(folderWith({}), gateway.url, ['--name', 'box', ...args], env);
      await gateway.until(({ leases }) => leases.length === 2 && leases.every(isFinished));
      gateway.queue(order);
      await gateway.until(({ leases }) => trained(leases[2], 2));
      agent.process.kill('SIGINT');
      const { code, stderr } = await agent.finished;
      expect(code, stderr).toBe(0);
      expect(gateway.registrations.map(({ name }) => name).sort()).toEqual(['box/1', 'box/2']);
      expect(new Set(gateway.leases.map((lease) => lease.agent)).size).toBe(2);
      expect(gateway.left).toHaveLength(2);
      const [first, second, third] = gateway.leases;
      expect(learnedBy([first!, second!])).toEqual(
        alone.learned.filter(({ trialId }) => trialId <= 2),
      );
      expect(only(third!, 'end').map(({ end }) => end.how)).toEqual(Array(4).fill('interrupted'));
    },
    120_000,
  );

  test('what a worker keeps of one cohort serves the next, unless nothing is to be shared', async () => {
    const gateway = await smallGateway(6000);
    const plain = { ...alone.order, trials: alone.order.trials.slice(0, 2).map(unaugmented) };
    const cohorts = plain.trials.map((trial) => ({ ...plain, trials: [trial] }));
    gateway.queue(cohorts[0]!, cohorts[1]!, { ...cohorts[1]!, sharing: false });
    const agent = startAgent(gateway, '--idle-exit', '1s');
    expect((await agent.finished).code).toBe(0);
    const work = gateway.leases.map((lease) => only(lease, 'done')[0]!.work);
    expect(work.map(({ trunk }) => trunk > 0)).toEqual([true, false, true]);
    const [, shared, apart] = gateway.leases.map((lease) => learnedBy([lease]));
    expect(shared).toEqual(apart);
  }, 120_000);
});

function unaugmented(trial: Order['trials'][number]): Order['trials'][number] {
  const { trunk } = trial.recipe;
  const augmentation = { name: 'none', transforms: [] };
  return { ...trial, recipe: { ...trial.recipe, trunk: { ...trunk, augmentation } } };
}
