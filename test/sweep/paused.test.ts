import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Recipe } from '../../src/core/recipe.js';
import type { Params } from '../../src/core/space.js';
import type { SweepSpec } from '../../src/core/sweep.js';
import type { Trial } from '../../src/core/trial.js';
import { createPruner } from '../../src/search/create-pruner.js';
import { checkpointFolder } from '../../src/store/files.js';
import type { Store } from '../../src/store/port.js';
import { openStore } from '../../src/store/sqlite/sqlite-store.js';
import { folderFiles } from '../../src/sweep/files/folder-files.js';
import { runSweep } from '../../src/sweep/run-sweep.js';
import type { CohortRunner, PlannedCohort, RunnerEvents } from '../../src/sweep/runners/runner.js';
import type { SweepParts } from '../../src/sweep/sweep-parts.js';
import { listSampler } from '../fakes/fake-sampler.js';
import { fakeRecipe, fakeReport, fakeSpec, MADE, PROVENANCE, together } from '../fakes/specs.js';

const EPOCHS = 9;
const RULE = { epochs: true, everyMs: 1e9, maxBytes: null };
const ASHA = { type: 'asha', min_iter: 1, eta: 3 };

const trunk = (augmentation: string, rates: readonly number[]): readonly Params[] =>
  rates.map((learning_rate) => ({ augmentation, learning_rate }));

/** Twelve trials over two trunks; the first trunk's are better. */
const POINTS: readonly Params[] = [
  ...trunk('good', [0.6, 0.1, 0.5, 0.2, 0.4, 0.3]),
  ...trunk('poor', [0.06, 0.01, 0.05, 0.02, 0.04, 0.03]),
];

/** Forty-two over seven trunks, each a little worse, whose curves cross: rungs grow after trials paused. */
const MANY: readonly Params[] = [0, 1, 2, 3, 4, 5, 6].flatMap((place) =>
  trunk(
    `crossing ${place}`,
    [0.3, 0.42, 0.34, 0.46, 0.38, 0.5].map((rate) => rate - place / 40),
  ),
);

let folder: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'thaw-paused-'));
  store = openStore(':memory:');
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const files = () => checkpointFolder(join(folder, 'thaw.sqlite'), 1);

/** What a cohort that runs may do at the end of an epoch. */
type AtEpoch = (cohort: PlannedCohort, epoch: number) => 'stop' | 'break' | undefined;

/**
 * Trains by a sum that no epoch may be left out of or done twice in, and takes snapshots of it as
 * workers do: of those that pause, of all at a stop, and every other epoch.
 */
function summingRunner(atEpoch: AtEpoch = () => undefined) {
  const ran: (readonly [trials: number, from: number])[] = [];
  let count = 0;
  let stop: () => void = () => undefined;

  async function snapshot(
    { snapshots }: PlannedCohort,
    sums: ReadonlyMap<number, number>,
    epoch: number,
    ending: string,
    events: RunnerEvents,
  ): Promise<void> {
    if (!snapshots || sums.size === 0) return;
    mkdirSync(files(), { recursive: true });
    count += 1;
    const part = `${snapshots.base}-${count}${ending}.part`;
    writeFileSync(part, JSON.stringify([...sums]));
    const trialIds = [...sums.keys()];
    await events.snapshot({ part, sha256: 's', bytes: 100, epoch, step: 0, trialIds });
  }

  const runner: CohortRunner = {
    async run(cohort, events, signal) {
      await events.begin(0);
      const { trials, from } = cohort;
      ran.push([trials.length, from?.epoch ?? 0]);
      const stored = new Map<number, number>(
        from ? (JSON.parse(readFileSync(from.path, 'utf8')) as [number, number][]) : [],
      );
      let sums = new Map(trials.map(({ trialId }) => [trialId, stored.get(trialId) ?? 0] as const));
      const recipes = new Map(trials.map(({ trialId, recipe }) => [trialId, recipe] as const));
      for (let epoch = from?.epoch ?? 0; sums.size > 0; epoch += 1) {
        if (signal.aborted) {
          await snapshot(cohort, sums, epoch, '.snapshot', events);
          for (const trialId of sums.keys()) await events.end({ trialId, how: 'interrupted' });
          break;
        }
        sums = new Map(Array.from(sums, ([id, sum]) => [id, next(sum, recipes.get(id)!, epoch)]));
        const verdicts = await events.epoch(
          Array.from(sums, ([trialId, sum]) => ({ trialId, report: fakeReport(epoch, sum) })),
        );
        const interference = atEpoch(cohort, epoch);
        const isLast = epoch + 1 === EPOCHS;
        const those = (verdict: string) =>
          new Map([...sums].filter(([id]) => verdicts.get(id) === verdict && !isLast));
        await snapshot(cohort, those('pause'), epoch + 1, '.paused.snapshot', events);
        // A process that dies here has stored that they wait, and no more.
        if (interference === 'break') throw new Error('the process died');
        for (const id of those('pause').keys()) await events.end({ trialId: id, how: 'paused' });
        for (const id of those('stop').keys()) await events.end({ trialId: id, how: 'stopped' });
        if (isLast) {
          for (const trialId of sums.keys()) await events.end({ trialId, how: 'finished' });
          break;
        }
        sums = those('continue');
        if (epoch % 2 === 0) await snapshot(cohort, sums, epoch + 1, '.snapshot', events);
        if (interference === 'stop') stop();
      }
      return { trunk: 1, trunkAlone: 1, trained: 1, trainedAlone: 1 };
    },
    close: async () => undefined,
  };
  return {
    runner,
    ran,
    onStop: (act: () => void) => {
      stop = act;
    },
  };
}

function next(sum: number, { trunk, pace }: Recipe, epoch: number): number {
  const isCrossing = trunk.augmentation.name.startsWith('crossing');
  const wobble = isCrossing ? Math.sin(1e4 * pace.learningRate * (epoch + 1)) / 4 : 0;
  return sum * 0.5 + pace.learningRate * (epoch + 1) + wobble;
}

async function partsFor(
  runner: CohortRunner,
  spec: SweepSpec = fakeSpec({ checkpoint: RULE }),
  change: Partial<SweepParts> = {},
): Promise<SweepParts> {
  return {
    ...{ store, spec, sampler: listSampler(POINTS), runner, runCap: 12 },
    pruner: createPruner(ASHA, spec.metric),
    sweepId:
      (await store.readings.sweeps())[0]?.id ??
      (await store.queue.createSweep({ spec, file: '', source: '' })),
    ...{ provenance: PROVENANCE, made: MADE, snapshots: spec.checkpoint },
    recipeFor: (params) => fakeRecipe({ ...params, epochs: EPOCHS }),
    files: folderFiles({
      folder: files(),
      checkpointPath: (trialId) => join(files(), `trial-${trialId}.ckpt`),
    }),
    queue: together(),
    ...{ backward: 3, signal: new AbortController().signal, firstPause: 1 },
    ...change,
  };
}

const spec = (change: Partial<SweepSpec> = {}, points = POINTS) =>
  fakeSpec({
    checkpoint: RULE,
    space: { learning_rate: { kind: 'categorical', values: points.map((_, i) => i) } },
    ...change,
  });

/** What is known of trials in the end, but for times. */
const told = (trials: readonly Trial[]) =>
  trials.map(({ number, state, reports }) => ({
    number,
    state,
    values: reports.map(({ metrics }) => metrics.val_accuracy),
  }));

/** Runs a sweep again and again until nothing cuts it short. */
async function runToTheEnd(atEpoch: AtEpoch, of = spec(), points = POINTS, eta = 3) {
  const { runner, ran, onStop } = summingRunner(atEpoch);
  for (let round = 0; round < 100; round += 1) {
    const stop = new AbortController();
    onStop(() => stop.abort());
    const pruner = createPruner({ ...ASHA, eta }, of.metric);
    const change = { signal: stop.signal, sampler: listSampler(points), pruner };
    const parts = await partsFor(runner, of, change);
    try {
      const { state } = await runSweep(parts);
      if (state === 'finished') return { ran, trials: await store.readings.trials(1) };
    } catch (error) {
      if (!(error instanceof Error && error.message === 'the process died')) throw error;
    }
  }
  throw new Error('it never ended');
}

describe('trials that a pruner paused', () => {
  test('go on once they are among the best, together, from where they were', async () => {
    const { ran, trials } = await runToTheEnd(() => undefined);
    // Of 6 two go on, and of those none until there are more; of 12 four: both others of the first.
    expect(ran.slice(0, 3)).toEqual([
      [6, 0],
      [6, 0],
      [2, 1],
    ]);
    const whole = await withoutPruner();
    for (const [place, { number, state, values }] of told(trials).entries()) {
      expect(values).toEqual(whole[number]!.slice(0, values.length));
      expect(state).toBe(values.length === EPOCHS ? 'finished' : 'stopped');
      // The best of each trunk are those with the highest rates.
      if (place >= 6) expect(values).toHaveLength(1);
    }
    expect(told(trials).map(({ values }) => values.length)).toEqual([
      ...[EPOCHS, 1, 3, 1, 3, 3],
      ...[1, 1, 1, 1, 1, 1],
    ]);
    expect(readdirSync(files())).toEqual([]);
    expect(await store.readings.snapshots(1)).toEqual([]);
  });

  test('end with the reason where they never are', async () => {
    await runToTheEnd(() => undefined);
    expect(await store.readings.attempts(3)).toMatchObject([
      {
        state: 'stopped',
        error: {
          code: 'E_PRUNED',
          message:
            'pruned after epoch 2: going on takes val_accuracy 2.55, reached by the best of 2 trials at 3 epochs; this one had 2.125',
        },
      },
    ]);
    const events = await store.log.events(1, { trialId: 3 });
    expect(events.map(({ kind }) => kind)).toEqual(['paused', 'stopped']);
  });

  test('stand behind all that finished', async () => {
    await runToTheEnd(() => undefined);
    const board = await store.readings.leaderboard(1, {
      metric: 'val_accuracy',
      goal: 'maximize',
      rule: 'best',
    });
    expect(board.map(({ state }) => state)).toEqual(['finished', ...Array(11).fill('stopped')]);
    expect(board.map(({ rank }) => rank)).toEqual([1, ...Array(11).fill(null)]);
  });

  test('belong to the cohort they are promoted into: what the one before says of them is not heard', async () => {
    const { runner } = summingRunner();
    const again: CohortRunner = {
      ...runner,
      async run(cohort, events, signal) {
        const epoch: RunnerEvents['epoch'] = async (reports) => {
          // Those that were promoted train on while the cohort that they were of comes to its end.
          await sleep(cohort.from ? 15 : cohort.trials[0]!.trialId / 3);
          return events.epoch(reports);
        };
        const work = await runner.run(cohort, { ...events, epoch }, signal);
        for (const { trialId } of cohort.trials) {
          const error = { code: 'E_WORKER', message: 'nobody said how it ended' };
          await events.end({ trialId, how: 'broke', error });
        }
        return work;
      },
    };
    const points = { sampler: listSampler(MANY), queue: together(7) };
    const parts = await partsFor(again, spec({}, MANY), points);
    await runSweep({ ...parts, pruner: createPruner({ ...ASHA, eta: 2 }, parts.spec.metric) });
    const attempts = await store.readings.allAttempts(1);
    expect(attempts.filter(({ error }) => error?.code === 'E_WORKER')).toEqual([]);
    expect(attempts.length).toBeGreaterThan(MANY.length);
  });

  test('are neither begun anew nor run before their turn after a stop, wherever it came', async () => {
    const undisturbed = await runToTheEnd(() => undefined);
    const cuts = undisturbed.trials.reduce((sum, { reports }) => sum + reports.length, 0);
    for (let cut = 0; cut < cuts; cut += 3) {
      await begin();
      let epochs = 0;
      const { ran, trials } = await runToTheEnd(() => (epochs++ === cut ? 'stop' : undefined));
      expect(told(trials)).toEqual(told(undisturbed.trials));
      const begun = ran.filter(([, from]) => from === 0).reduce((sum, [count]) => sum + count, 0);
      expect(begun).toBe(POINTS.length);
    }
  });

  test('are promoted as they would have been wherever a process died', async () => {
    const undisturbed = await runToTheEnd(() => undefined, spec({}, MANY), MANY, 2);
    expect(undisturbed.ran.length).toBeGreaterThan(8);
    let deaths = 0;
    for (let isOver = false; !isOver; deaths += 5) {
      await begin();
      let epoch = 0;
      const dies: AtEpoch = () => (epoch++ === deaths ? 'break' : undefined);
      const { trials } = await runToTheEnd(dies, spec({}, MANY), MANY, 2);
      expect(told(trials)).toEqual(told(undisturbed.trials));
      isOver = epoch <= deaths;
    }
    expect(deaths).toBeGreaterThan(20);
  });

  test('start over without checkpoints, to the same reports', async () => {
    const kept = await runToTheEnd(() => undefined);
    await begin();
    const { ran, trials } = await runToTheEnd(() => undefined, spec({ checkpoint: null }));
    expect(told(trials)).toEqual(told(kept.trials));
    expect(ran.every(([, from]) => from === 0)).toBe(true);
  });

  test('are judged over several lanes, each of which takes what another made promotable', async () => {
    const { runner, ran } = summingRunner();
    const result = await runSweep(await partsFor(runner, spec(), { queue: together(2) }));
    expect(result).toMatchObject({ state: 'finished', remaining: 0 });
    expect(result.counts.finished).toBeGreaterThan(0);
    expect(ran.length).toBeGreaterThan(2);
    expect(readdirSync(files())).toEqual([]);
  });
});

/** A new database. */
async function begin(): Promise<void> {
  await store.close();
  rmSync(folder, { recursive: true });
  folder = mkdtempSync(join(tmpdir(), 'thaw-paused-'));
  store = openStore(':memory:');
}

/** The values of every trial that is left to itself. */
async function withoutPruner(): Promise<readonly (readonly number[])[]> {
  await begin();
  const { runner } = summingRunner();
  await runSweep(await partsFor(runner, spec(), { pruner: null }));
  return told(await store.readings.trials(1)).map(({ values }) => values);
}
