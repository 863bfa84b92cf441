import { readdirSync } from 'node:fs';
import { join } from 'node:path';
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
import { folderWith, startThaw, thaw } from './thaw.js';

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
  const folder = folderWith({});
  const started = startThaw(
    ['agent', '--server', url, '--backend', 'wasm', '--workers', '1', '--work', 'work', ...args],
    folder,
    { env: { THAW_TOKEN: TOKEN } },
  );
  onTestFinished(() => void started.process.kill('SIGKILL'));
  return { ...started, left: () => readdirSync(join(folder, 'work')) };
}

const trained = (lease: SmallLease | undefined, epochs: number) =>
  lease !== undefined &&
  only(lease, 'epoch').length >= epochs &&
  only(lease, 'snapshot').length > 0;

describe('thaw agent', () => {
  test('trains to the bits of one machine, uploads what was learned, and leaves', async () => {
    const gateway = await smallGateway(6000);
    gateway.queue(alone.order);
    const { finished, left } = startAgent(gateway, '--once');
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
    expect(stderr).toMatch(/claimed sweep 1 trials 1-4\n/);
    expect(stderr).toMatch(/sweep 1 trials 1-4 epoch 7: val_accuracy 0\.\d{4} \(best of 4\)\n/);
    expect(stderr).toMatch(/done in .*: 4 trials finished\n/);
    expect(left()).toEqual([]);
    expect(gateway.left).toHaveLength(1);
  }, 60_000);

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
    60_000,
  );
});
