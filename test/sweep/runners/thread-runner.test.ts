import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { BackendError } from '../../../src/core/errors.js';
import type { SearchSpace } from '../../../src/core/space.js';
import type { Report, TrialEnd, TrialTask } from '../../../src/core/trial.js';
import type { Verdict } from '../../../src/core/verdict.js';
import { openStore } from '../../../src/store/sqlite/sqlite-store.js';
import { runSweep } from '../../../src/sweep/run-sweep.js';
import { createPool } from '../../../src/sweep/runners/pool.js';
import type { CohortRunner, RunnerEvents } from '../../../src/sweep/runners/runner.js';
import { createThreadRunner } from '../../../src/sweep/runners/thread-runner.js';
import { listSampler } from '../../fakes/fake-sampler.js';
import {
  changed,
  fakeRecipe,
  fakeSpec,
  NO_FILES,
  PROVENANCE,
  together,
} from '../../fakes/specs.js';

const worker = new URL('../../fakes/worker.mjs', import.meta.url);
const forever = new AbortController().signal;
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const runner of open.splice(0)) await runner.close();
});

/** Of workers that are threads of this process, or each in a process of its own. */
let inProcesses = false;

interface Limits {
  readonly threads?: number;
  readonly trialMs?: number;
  readonly onTrial?: 'stop' | 'finish';
  readonly graceMs?: number;
  readonly patience?: number;
}

function startRunner(limits: Limits = {}) {
  const {
    threads = 1,
    trialMs = null,
    onTrial = 'stop',
    graceMs = 60_000,
    patience = 60_000,
  } = limits;
  const runner = createThreadRunner({
    pool: createPool({
      worker,
      workers: inProcesses ? PLACES.slice(0, threads) : threads,
      memory: 32,
    }),
    setting: { cacheDir: '', backend: 'wasm' },
    classNames: [],
    dataDigest: null,
    cacheBytes: 0,
    spill: null,
    keep: 1,
    sharing: true,
    trialMs,
    onTrial,
    graceMs,
    // A process takes its time to start: that is not what is tested.
    patienceMs: ([first]) => (first?.trialId === WARM_UP ? 60_000 : patience),
  });
  open.push(runner);
  return runner;
}

const PLACES = [0, 1].map((index) => ({ name: `GPU ${index}`, env: {} }));
const WARM_UP = 99;
const warm = new Set<CohortRunner>();

const FRESH = { name: 'c', from: null, snapshots: null, placeFile: '/nowhere/place' };

/** A trial that behaves as test/fakes/worker.mjs says. */
function trial(behavior: string, trialId = 1, epochs = 3): TrialTask {
  return { trialId, recipe: fakeRecipe({ augmentation: behavior, epochs }), checkpoint: null };
}

function listen(verdict: (report: Report) => Verdict = () => 'continue') {
  const reports: Report[] = [];
  const notes: string[] = [];
  const steps: number[] = [];
  const compiling: string[] = [];
  const ends: TrialEnd[] = [];
  const events: RunnerEvents = {
    begin: async () => undefined,
    async epoch(rung) {
      for (const { report } of rung) reports.push(report);
      return new Map(rung.map(({ trialId, report }) => [trialId, verdict(report)]));
    },
    note: async (_, message) => void notes.push(message),
    compiling: (ids, title) => void compiling.push(`${title} of ${ids}`),
    notCompiled: async () => undefined,
    step: (_, { step }) => void steps.push(step),
    end: async (end) => void ends.push(end),
    snapshot: async () => undefined,
    noSnapshot: async () => undefined,
    reasons: new Map(),
  };
  return { events, reports, notes, steps, compiling, ends };
}

/** Runs trials as one cohort; resolves to how each ended, in the order in which they did. */
async function run(
  runner: CohortRunner,
  trials: readonly TrialTask[],
  { events, ends } = listen(),
  signal = forever,
): Promise<readonly TrialEnd[]> {
  if (inProcesses && !warm.has(runner)) {
    warm.add(runner);
    const trials = [trial('flood', WARM_UP, 1)];
    await runner.run({ trials, followed: false, ...FRESH }, listen().events, forever);
  }
  await runner.run({ trials, followed: false, ...FRESH }, events, signal);
  return ends;
}

describe.each([
  ['a thread', false],
  ['a process', true],
])('workers, each in %s', (_, apart) => {
  beforeAll(() => {
    inProcesses = apart;
  });

  test('trains a cohort, tells how each trial ended, and what was done', async () => {
    const { events, reports, ends } = listen();
    const trials = [trial('train', 5), trial('train', 3)];
    expect(await startRunner().run({ trials, followed: false, ...FRESH }, events, forever)).toEqual(
      {
        trunk: 1,
        trunkAlone: 2,
        trained: 3,
        trainedAlone: 4,
      },
    );
    expect(ends).toEqual([
      { trialId: 5, how: 'finished', checkpointEpoch: 0 },
      { trialId: 3, how: 'finished', checkpointEpoch: 0 },
    ]);
    expect(reports.map(({ epoch }) => epoch)).toEqual([0, 1, 2, 0, 1, 2]);
  });

  test('a thread that computes without pause still gets its reports through as they come', async () => {
    const told = listen(({ epoch }) => (epoch === 1 ? 'stop' : 'continue'));
    expect(await run(startRunner(), [trial('train', 1, 50)], told)).toEqual([
      { trialId: 1, how: 'stopped' },
    ]);
    expect(told.reports).toHaveLength(2);
  });

  test('loses none of 50 reports that are sent at once, nor their order', async () => {
    const runner = startRunner();
    for (let repeat = 0; repeat < 5; repeat += 1) {
      const told = listen();
      const { reports, notes } = told;
      await run(runner, [trial('flood', 1, 50)], told);
      expect(reports.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 50 }, (_, i) => i));
      expect(notes).toEqual(['about to flood']);
    }
  });

  describe('a trial that loses its worker broke, with the reason, and the next one runs', () => {
    test.each([
      ['throw', 'boom'],
      ['reject', 'nobody listens'],
      ['exit', 'exit code 7'],
      ['heap', 'ran out of JavaScript heap'],
    ])('%s', async (behavior, reason) => {
      const runner = startRunner();
      expect(await run(runner, [trial(behavior)])).toMatchObject([
        { trialId: 1, how: 'broke', error: { message: expect.stringContaining(reason) } },
      ]);
      expect(await run(runner, [trial('train')])).toMatchObject([{ how: 'finished' }]);
    });
  });

  test('trials of a cohort that loses its worker all broke, but for those that had ended', async () => {
    const trials = [trial('train', 1), trial('exit', 2), trial('train', 3)];
    const error = { message: expect.stringContaining('exit code 7') };
    expect(await run(startRunner(), trials)).toMatchObject([
      { trialId: 1, how: 'finished' },
      { trialId: 2, how: 'broke', error },
      { trialId: 3, how: 'broke', error },
    ]);
  });

  test('what a worker reported before it was lost is kept', async () => {
    const told = listen();
    const [end] = await run(startRunner(), [trial('reportThenExit')], told);
    expect(end?.how).toBe('broke');
    expect(told.reports).toHaveLength(1);
  });

  test('a thread whose WebAssembly broke is replaced', async () => {
    const runner = startRunner();
    const threadOf = async () => {
      const told = listen();
      await run(runner, [trial('train')], told);
      return told.reports[0]?.peakMemoryBytes;
    };
    const first = await threadOf();
    expect(await threadOf()).toBe(first);
    const [end] = await run(runner, [trial('trap')]);
    expect(end).toMatchObject({ how: 'broke', error: { message: 'Aborted(OOM)' } });
    expect(await threadOf()).not.toBe(first);
  });

  test('trials of one trunk find their worker again', async () => {
    const runner = startRunner({ threads: 2 });
    const threadOf = async (learningRate: number, batchSize: number) => {
      const told = listen();
      const { recipe, ...rest } = trial('flood', 1, 1);
      await run(runner, [{ ...rest, recipe: changed(recipe, { learningRate, batchSize }) }], told);
      return told.reports[0]?.peakMemoryBytes;
    };
    const [small, large] = [await threadOf(0.1, 8), await threadOf(0.1, 16)];
    expect(small).not.toBe(large);
    expect(await threadOf(0.2, 16)).toBe(large);
    expect(await threadOf(0.3, 8)).toBe(small);
  });

  test('a thread that compiles says so before, as it hears and says nothing then', async () => {
    const told = listen();
    const running = run(startRunner(), [trial('compiles')], told);
    await vi.waitFor(() => expect(told.compiling).toEqual(['training step of 1']), 5000);
    expect(told.ends).toEqual([]);
    expect(await running).toEqual([{ trialId: 1, how: 'finished' }]);
  });

  test('a stop request interrupts a trial after its step', async () => {
    const stop = new AbortController();
    const { events, ends } = listen();
    const told = { ...listen(), events: { ...events, step: () => stop.abort() }, ends };
    expect(await run(startRunner(), [trial('heedful')], told, stop.signal)).toEqual([
      { trialId: 1, how: 'interrupted' },
    ]);
  });

  test('a stop request also reaches a trial that waits for its verdict', async () => {
    const stop = new AbortController();
    const told = listen(() => {
      stop.abort();
      throw new Error('never decided');
    });
    const running = run(startRunner(), [trial('train')], told, stop.signal);
    await expect(running).rejects.toThrow('never decided');
  });

  test('a trial that takes longer than its budget is told apart from one that is interrupted', async () => {
    const [end] = await run(startRunner({ trialMs: 300 }), [trial('heedful')]);
    expect(end).toMatchObject({ how: 'interrupted', overtime: true });
  });

  test('a trial may go on to the end of the epoch in which its time is up', async () => {
    const told = listen();
    const epoch: RunnerEvents['epoch'] = async (rung) => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      return told.events.epoch(rung);
    };
    const slow = { ...told, events: { ...told.events, epoch } };
    const ends = await run(
      startRunner({ trialMs: 300, onTrial: 'finish' }),
      [trial('train', 1, 9)],
      slow,
    );
    expect(ends).toEqual([{ trialId: 1, how: 'stopped', overtime: true }]);
    expect(told.reports.length).toBeLessThan(4);
    expect(told.reports.length).toBeGreaterThan(0);
  });

  test('a thread that hears no stop request is ended, and the next trial gets a new one', async () => {
    const runner = startRunner({ trialMs: 300, graceMs: 200 });
    const [end] = await run(runner, [trial('deaf')]);
    expect(end).toMatchObject({ how: 'interrupted', overtime: true });
    expect(await run(runner, [trial('flood')])).toMatchObject([{ how: 'finished' }]);
  });

  test('a thread that gets nowhere is ended, with the reason, and the next trial gets a new one', async () => {
    const runner = startRunner({ patience: 400 });
    expect(await run(runner, [trial('hang', 1), trial('train', 2)])).toMatchObject([
      { trialId: 1, how: 'broke', error: { code: 'E_STALLED' } },
      { trialId: 2, how: 'broke', error: { message: expect.stringContaining('got nowhere for') } },
    ]);
    expect(await run(runner, [trial('flood')])).toMatchObject([{ how: 'finished' }]);
  });

  test('a thread that gets on without a word is let alone', async () => {
    expect(await run(startRunner({ patience: 400 }), [trial('silent')])).toMatchObject([
      { how: 'finished' },
    ]);
  });

  test('a thread that waits for a slow verdict is let alone', async () => {
    const told = listen();
    const epoch: RunnerEvents['epoch'] = async (rung) => {
      await new Promise((resolve) => setTimeout(resolve, 900));
      return told.events.epoch(rung);
    };
    const slow = { ...told, events: { ...told.events, epoch } };
    expect(await run(startRunner({ patience: 300 }), [trial('train', 1, 1)], slow)).toMatchObject([
      { how: 'finished' },
    ]);
  });

  describe('a snapshot', () => {
    test('keeps no verdict waiting, and is safe before the cohort has ended', async () => {
      const told = listen();
      const order: string[] = [];
      let save = (): void => undefined;
      const events: RunnerEvents = {
        ...told.events,
        snapshot: async () => {
          await new Promise<void>((resolve) => {
            save = resolve;
          });
          order.push('saved');
        },
        end: async ({ how }) => {
          order.push(how);
          save();
        },
      };
      await run(startRunner(), [trial('saves')], { ...told, events });
      order.push('ran');
      expect(told.reports).toHaveLength(3);
      expect(order).toEqual(['finished', 'saved', 'ran']);
    });

    test('that cannot be stored ends the cohort, which waits for no verdict then', async () => {
      const told = listen();
      const events: RunnerEvents = {
        ...told.events,
        snapshot: () => Promise.reject(new Error('the database is gone')),
        // It is waited for when the snapshot fails.
        epoch: () => new Promise((resolve) => setTimeout(resolve, 300, new Map())),
      };
      await expect(run(startRunner(), [trial('saves')], { ...told, events })).rejects.toThrow(
        'the database is gone',
      );
      expect(told.ends).toEqual([]);
    });

    test('of a worker that then gets nowhere is kept, and its trial may go on from it', async () => {
      const told = listen();
      let saved = 0;
      const snapshot = async () => {
        await new Promise((resolve) => setTimeout(resolve, 600));
        saved += 1;
      };
      const events = { ...told.events, snapshot };
      const ends = await run(startRunner({ patience: 200 }), [trial('savesAndHangs')], {
        ...told,
        events,
      });
      expect(ends).toMatchObject([{ how: 'broke', error: { code: 'E_STALLED' } }]);
      expect(saved).toBe(1);
    });
  });

  test('a sweep over real threads outlives every way to lose one', async () => {
    const store = openStore(':memory:');
    const names = ['train', 'exit', 'throw', 'hang', 'train', 'heap', 'trap', 'flood', 'train'];
    const space: SearchSpace = {
      learning_rate: { kind: 'int_uniform', low: 1, high: names.length },
    };
    const spec = fakeSpec({ keep: 0, space });
    const result = await runSweep({
      store,
      sweepId: await store.queue.createSweep({ spec, file: '', source: '' }),
      spec,
      sampler: listSampler(
        names.map((augmentation, n) => ({ augmentation, learning_rate: n + 1 })),
      ),
      pruner: null,
      runner: startRunner({ threads: 2, patience: 1000 }),
      provenance: PROVENANCE,
      recipeFor: fakeRecipe,
      files: NO_FILES,
      snapshots: null,
      queue: together(2),
      backward: 3,
      signal: forever,
      firstPause: 1,
    });
    expect(result).toMatchObject({ state: 'finished', counts: { finished: 4, failed: 5 } });
    const good = ['train', 'flood'];
    for (const { params, state, reports } of await store.readings.trials(1)) {
      const works = good.includes(String(params.augmentation));
      expect(state).toBe(works ? 'finished' : 'failed');
      expect(reports).toHaveLength(works ? 3 : 0);
    }
    await store.close();
  });
});

describe('a worker in a process of its own', () => {
  beforeAll(() => {
    inProcesses = true;
  });

  test.each([
    ['SIGKILL', 'E_KILLED', 'outside'],
    ['SIGTERM', undefined, undefined],
    ['SIGSEGV', 'E_WORKER', 'was replaced'],
  ])('that %s meets costs its own cohort alone, with the reason', async (signal, code, reason) => {
    const runner = startRunner({ threads: 2 });
    const told = listen();
    const trials = [trial('train', 1, 1), { ...trial('signal', 2), checkpoint: signal }];
    const [ends, others] = await Promise.all([
      run(runner, trials, told),
      run(runner, [trial('train', 3)]),
    ]);
    expect(others).toMatchObject([{ how: 'finished' }]);
    const second = code
      ? { how: 'broke', error: { code, message: expect.stringContaining(reason) } }
      : { how: 'finished' };
    expect(ends).toMatchObject([
      { trialId: 1, how: 'finished' },
      { trialId: 2, ...second },
    ]);
    expect(told.reports).toHaveLength(1);
    expect(await run(runner, [trial('train', 4)])).toMatchObject([{ how: 'finished' }]);
  });

  test('sees an environment of its own, and is named where it cannot start', async () => {
    const places = [{ name: 'GPU 0', env: { NODE_OPTIONS: '--no-such-flag' } }];
    const pool = createPool({ worker, workers: places });
    open.push(pool);
    const probe = pool.call('probe', { cacheDir: '', backend: 'wasm', measure: false });
    const error = await probe.catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(BackendError);
    expect((error as Error).message).toMatch(/worker process of GPU 0 .*exit code 9/);
  });
});
