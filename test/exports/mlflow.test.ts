import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { FetchError, UsageError } from '../../src/core/errors.js';
import { batches } from '../../src/exports/mlflow/batches.js';
import { restAt } from '../../src/exports/mlflow/rest.js';
import { sendToMlflow } from '../../src/exports/mlflow/send-to-mlflow.js';
import { readResults } from '../../src/exports/sweep/read-results.js';
import type { SweepResults } from '../../src/exports/sweep/sweep-results.js';
import { openStore } from '../../src/store/sqlite/sqlite-store.js';
import { fakeReport } from '../fakes/specs.js';
import { ALL_FAILED, madeResults } from './made-results.js';
import { mlflowServer, type StoredRun } from './mlflow-server.js';

const send = (results: SweepResults, address: string, env = {}) =>
  sendToMlflow(results, address, env, [1, 1, 1]);

function runOf(runs: readonly StoredRun[], trial: number): StoredRun {
  return runs.find(({ tags }) => tags.get('thaw.trial') === String(trial))!;
}

function curve({ metrics }: StoredRun, name: string): readonly unknown[] {
  return metrics.filter(({ key }) => key === name).map(({ step, value }) => [step, value]);
}

test('a run for the sweep, and one below it for each trial with its curves', async () => {
  const { results } = await madeResults();
  const { address, runs } = await mlflowServer();
  expect(await send(results, address)).toEqual(['Experiment "fake": 4 runs made.']);
  const [parent] = runs;
  expect(runs).toHaveLength(5);
  const second = runOf(runs, 2);
  expect(second.tags.get('mlflow.parentRunId')).toBe(parent!.id);
  expect(second.params.get('scheduler')).toBe('{"type":"step","step_size":2,"gamma":0.1}');
  expect(curve(second, 'val_accuracy')).toEqual([
    [0, 0.4],
    [1, 0.55],
    [2, 0.655],
  ]);
  expect(curve(second, 'best_val_accuracy')).toEqual([[2, 0.655]]);
  expect([1, 2, 3, 4].map((trial) => runOf(runs, trial).status)).toEqual([
    ...['FINISHED', 'FINISHED', 'KILLED', 'FAILED'],
  ]);
});

test('sent again, nothing is there twice; what came since is added', async () => {
  const { results, folder } = await madeResults([
    { params: { learning_rate: 0.01 }, accuracies: [0.4], state: 'finished' },
    { params: { learning_rate: 0.01 }, accuracies: [0.5], state: 'interrupted' },
  ]);
  const { address, runs } = await mlflowServer();
  await send(results, address);
  expect(await send(results, address)).toEqual([
    'Experiment "fake": 0 runs made, 2 were there already.',
  ]);
  const store = openStore(join(folder, 'results', 'thaw.sqlite'));
  await store.queue.take([2], (await store.readings.attempts(1))[0]!.provenance!, undefined, {
    epochs: 1,
  });
  await store.log.report([{ trialId: 2, report: fakeReport(1, 0.7) }]);
  await store.queue.end([{ trialId: 2, state: 'finished' }]);
  const later = await readResults(store, results.sweep, '1.2.3');
  expect(await send(later, address)).toEqual([
    'Experiment "fake": 0 runs made, 1 brought up to date, 1 were there already.',
  ]);
  expect(runs).toHaveLength(3);
  expect(curve(runOf(runs, 2), 'val_accuracy')).toEqual([
    [0, 0.5],
    [1, 0.7],
  ]);
  expect(runOf(runs, 2).status).toBe('FINISHED');
});

test('a trial that began anew gets a run of its own, and the old one says that it is superseded', async () => {
  const params = { learning_rate: 0.01 };
  const { results } = await madeResults([{ params, accuracies: [0.4], state: 'finished' }]);
  const { results: anew } = await madeResults([{ params, accuracies: [0.6], state: 'finished' }]);
  const { address, runs } = await mlflowServer();
  await send(results, address);
  await send({ ...anew, sweep: results.sweep }, address);
  const own = runs.filter(({ tags }) => tags.get('thaw.trial') === '1');
  expect(own.map(({ tags }) => tags.get('thaw.superseded'))).toEqual(['true', undefined]);
});

test('what is no number is sent as such', async () => {
  const { results } = await madeResults(ALL_FAILED);
  const { address, runs } = await mlflowServer();
  await send(results, address);
  expect(curve(runOf(runs, 2), 'val_accuracy')).toEqual([[0, 'NaN']]);
});

describe('a server', () => {
  test.each([
    [503, false],
    [429, false],
    [500, true],
  ])(
    'that now and then answers %d is asked again (done all the same: %s)',
    async (status, heard) => {
      const { results } = await madeResults();
      let asked = 0;
      const { address, runs } = await mlflowServer((path) => {
        if (path === 'experiments/create') return null;
        asked += 1;
        return asked % 3 === 1 ? { status, heard } : null;
      });
      await send(results, address);
      expect(runs).toHaveLength(5);
      expect(curve(runOf(runs, 1), 'best_val_accuracy').length).toBeGreaterThan(0);
    },
  );

  test.each<[string, number, string, RegExp]>([
    ['stays broken', 500, 'out of disk', /answers 500: out of disk/],
    ['knows nobody', 401, '', /refuses \(401\): set MLFLOW_TRACKING_TOKEN/],
    ['is another', 404, '<html>', /is no MLflow server/],
    ['is another that says yes', 200, '<html>', /is no MLflow server/],
  ])('that %s is said so in a sentence', async (_, status, body, message) => {
    const { results } = await madeResults();
    const { address } = await mlflowServer(() => ({ status, body }));
    const failed = send(results, address);
    await expect(failed).rejects.toThrow(FetchError);
    await expect(failed).rejects.toThrow(message);
  });

  test('that is not running is said so', async () => {
    const { results } = await madeResults();
    await expect(send(results, 'http://127.0.0.1:9')).rejects.toThrow(
      /is the server running there/,
    );
  });

  test('that takes a request and never answers is not waited for twice', async () => {
    let asked = 0;
    const silent = createServer(() => {
      asked += 1;
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      silent.closeAllConnections();
      silent.close();
    });
    const address = silent.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const rest = restAt(`http://127.0.0.1:${port}`, {}, [1, 1, 1], 100);
    await expect(rest.post('runs/create', {})).rejects.toThrow(/no answer within 0.1 seconds/);
    expect(asked).toBe(1);
  });

  test.each<[string, Record<string, string>, string | undefined]>([
    ['a token', { MLFLOW_TRACKING_TOKEN: 't' }, 'Bearer t'],
    ['a user', { MLFLOW_TRACKING_USERNAME: 'u', MLFLOW_TRACKING_PASSWORD: 'p' }, 'Basic dTpw'],
    ['nothing', {}, undefined],
  ])('is shown %s of the environment', async (_, env, expected) => {
    const { results } = await madeResults();
    const shown = new Set<string | undefined>();
    const { address } = await mlflowServer((_, { headers }) => {
      shown.add(headers.authorization);
      return null;
    });
    await send(results, address, env);
    expect([...shown]).toEqual([expected]);
  });
});

test.each([
  ['runs', /is no address/],
  ['file:///tmp/mlruns', /not an address of http/],
  ['http://me:secret@127.0.0.1:9', /leave user name and password out/],
])('%s is refused', async (address, message) => {
  const { results } = await madeResults();
  const failed = send(results, address);
  await expect(failed).rejects.toThrow(UsageError);
  await expect(failed).rejects.toThrow(message);
  await expect(failed).rejects.not.toThrow(/secret/);
});

test('requests keep to the limits of the server, and tags come last', () => {
  const metrics = Array.from({ length: 2500 }, (_, step) => {
    return { key: 'loss', value: 1, timestamp: 0, step };
  });
  const params = Array.from({ length: 150 }, (_, i) => ({ key: `p${i}`, value: '1' }));
  const tags = [{ key: 't', value: '1' }];
  const all = batches({ metrics, params, tags });
  expect(all.map((each) => [each.params.length, each.metrics.length, each.tags.length])).toEqual([
    ...[
      [100, 0, 0],
      [50, 0, 0],
    ],
    ...[
      [0, 1000, 0],
      [0, 1000, 0],
      [0, 500, 0],
    ],
    [0, 0, 1],
  ]);
  expect(batches({ metrics: metrics.slice(0, 5), params: params.slice(0, 5), tags })).toHaveLength(
    1,
  );
});
