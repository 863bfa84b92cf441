import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { NO_BUDGET } from '../../src/core/sweep.js';
import type { SerializedError } from '../../src/core/trial.js';
import { sweepBytes } from '../../src/store/disk-use.js';
import { checkpointFolder } from '../../src/store/files.js';
import type { Store } from '../../src/store/port.js';
import { openStore } from '../../src/store/sqlite/sqlite-store.js';
import { folderFiles } from '../../src/sweep/files/folder-files.js';
import { runSweep } from '../../src/sweep/run-sweep.js';
import type { CohortRunner, PlannedCohort } from '../../src/sweep/runners/runner.js';
import type { SweepParts } from '../../src/sweep/sweep-parts.js';
import { listSampler, rates } from '../fakes/fake-sampler.js';
import { fakeRecipe, fakeReport, fakeSpec, MADE, PROVENANCE, together } from '../fakes/specs.js';

const EPOCHS = 4;
const RULE = { epochs: true, everyMs: 1e9, maxBytes: null };

let folder: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'thaw-sweep-'));
  store = openStore(join(folder, 'thaw.sqlite'));
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const files = () => checkpointFolder(join(folder, 'thaw.sqlite'), 1);
const filesLeft = () => (existsSync(files()) ? readdirSync(files()) : []);

interface Ran {
  readonly trials: readonly number[];
  /** Epochs that it did not have to train. */
  readonly from: number;
}

/** Trains as workers do, with a snapshot after each epoch; `breaks` says where a cohort breaks. */
function snapshotRunner(
  breaks: (cohort: PlannedCohort, epoch: number) => SerializedError | undefined,
) {
  const ran: Ran[] = [];
  const runner: CohortRunner = {
    async run(cohort, events) {
      await events.begin(0);
      const { trials, from, snapshots } = cohort;
      const ids = trials.map(({ trialId }) => trialId);
      ran.push({ trials: ids, from: from?.epoch ?? 0 });
      if (from) expect(existsSync(from.path)).toBe(true);
      for (let epoch = from?.epoch ?? 0; epoch < EPOCHS; epoch += 1) {
        const error = breaks(cohort, epoch);
        if (error) {
          for (const trialId of ids) await events.end({ trialId, how: 'broke', error });
          break;
        }
        const report = fakeReport(epoch, epoch / 10);
        await events.epoch(ids.map((trialId) => ({ trialId, report })));
        if (epoch + 1 === EPOCHS) {
          for (const trialId of ids) await events.end({ trialId, how: 'finished' });
        } else if (snapshots) {
          mkdirSync(files(), { recursive: true });
          const part = `${snapshots.base}-${epoch}.snapshot.part`;
          writeFileSync(part, 'a'.repeat(100));
          const made = { part, sha256: `s${epoch}`, bytes: 100, epoch: epoch + 1, step: 0 };
          await events.snapshot({ ...made, trialIds: ids });
        }
      }
      return { trunk: 1, trunkAlone: 1, trained: 1, trainedAlone: 1 };
    },
    close: async () => undefined,
  };
  return { runner, ran };
}

async function partsFor(
  runner: CohortRunner,
  change: Partial<SweepParts> = {},
): Promise<SweepParts> {
  const spec = change.spec ?? fakeSpec({ checkpoint: RULE });
  return {
    ...{ store, spec, sampler: listSampler(rates(6)), pruner: null, runner },
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

const LOST = { code: 'E_WORKER', message: 'its worker ended' };
const epochsOf = async () =>
  (await store.readings.trials(1)).map(({ reports }) => reports.map(({ epoch }) => epoch));
const WHOLE = Array.from({ length: 6 }, () => [0, 1, 2, 3]);

describe('snapshots of a sweep', () => {
  test('are what parts of a cohort go on from that broke, however it is divided', async () => {
    const { runner, ran } = snapshotRunner(({ trials }, epoch) =>
      (trials.length > 3 && epoch === 2) || (trials.length > 1 && epoch === 3) ? LOST : undefined,
    );
    expect(await runSweep(await partsFor(runner))).toMatchObject({ counts: { finished: 6 } });
    expect(ran.map(({ trials, from }) => [trials.length, from])).toEqual([
      ...[[6, 0]],
      ...[
        [3, 2],
        [3, 2],
        [2, 3],
        [1, 3],
        [2, 3],
        [1, 3],
        [1, 3],
        [1, 3],
        [1, 3],
        [1, 3],
      ],
    ]);
    expect(await epochsOf()).toEqual(WHOLE);
    expect(await store.readings.snapshots(1)).toEqual([]);
    expect(filesLeft()).toEqual([]);
  });

  test('serve a trial that failed no longer: tried again, it starts over', async () => {
    let isMended = false;
    const { runner, ran } = snapshotRunner(({ trials }, epoch) =>
      !isMended && epoch === 2 && trials.some(({ trialId }) => trialId === 1)
        ? { code: 'E_CONFIG', message: 'no' }
        : undefined,
    );
    const queue = { lanes: 1, limits: { bytes: 1e12, trials: 1 } };
    const parts = await partsFor(runner, { queue });
    expect(await runSweep(parts)).toMatchObject({ counts: { finished: 5, failed: 1 } });
    await store.queue.requeue([1], 'asked for');
    isMended = true;
    expect(await runSweep(parts)).toMatchObject({ state: 'finished', counts: { finished: 6 } });
    expect(ran.at(-1)).toEqual({ trials: [1], from: 0 });
    expect(await epochsOf()).toEqual(WHOLE);
  });

  test('are left where the images have changed, and where they are accepted', async () => {
    const stop = new AbortController();
    const { runner, ran } = snapshotRunner((_, epoch) => {
      if (epoch === 2 && ran.length === 1) stop.abort();
      return epoch === 2 && ran.length === 1 ? LOST : undefined;
    });
    await runSweep(await partsFor(runner, { signal: stop.signal }));
    expect(filesLeft()).toHaveLength(1);
    const made = { change: 1, fingerprint: { ...MADE.fingerprint, data: 'd2' } };
    const remarks: string[] = [];
    const onRemark = (message: string) => void remarks.push(message);
    await runSweep(await partsFor(runner, { made, observer: { onRemark } }));
    expect(ran.map(({ from }) => from)).toEqual([0, 0]);
    expect(remarks).toEqual([
      'the checkpoint of trials 1, 2, 3, 4, 5, 6 is of other images or weights: they start over',
    ]);
    expect(await epochsOf()).toEqual(WHOLE);
    expect(filesLeft()).toEqual([]);
  });

  test('of another program and of other images are told of once', async () => {
    const stop = new AbortController();
    const { runner } = snapshotRunner((_, epoch) => {
      if (epoch === 2) stop.abort();
      return epoch === 2 && !isMended ? LOST : undefined;
    });
    let isMended = false;
    await runSweep(await partsFor(runner, { signal: stop.signal }));
    isMended = true;
    const made = { change: 1, fingerprint: { ...MADE.fingerprint, data: 'd2' } };
    const provenance = { ...PROVENANCE, version: '9.0.0' };
    const remarks: string[] = [];
    const onRemark = (message: string) => void remarks.push(message);
    await runSweep(await partsFor(runner, { made, provenance, observer: { onRemark } }));
    expect(remarks).toEqual([expect.stringContaining('was made by version 0.0.0 on wasm')]);
  });

  test('of which it is not known what made them are left', async () => {
    const stop = new AbortController();
    const { runner, ran } = snapshotRunner((_, epoch) => {
      if (epoch === 2 && ran.length === 1) stop.abort();
      return epoch === 2 && ran.length === 1 ? LOST : undefined;
    });
    await runSweep(await partsFor(runner, { signal: stop.signal }));
    const db = new Sqlite(join(folder, 'thaw.sqlite'));
    db.exec(`update snapshots set provenance = '{'`);
    db.close();
    expect(await runSweep(await partsFor(runner))).toMatchObject({ state: 'finished' });
    expect(ran.map(({ from }) => from)).toEqual([0, 0]);
    expect(filesLeft()).toEqual([]);
  });

  test('go with their sweep', async () => {
    const stop = new AbortController();
    const { runner } = snapshotRunner((_, epoch) => {
      if (epoch === 2) stop.abort();
      return epoch === 2 ? LOST : undefined;
    });
    await runSweep(await partsFor(runner, { signal: stop.signal }));
    expect(await store.readings.snapshots(1)).toHaveLength(1);
    await store.queue.deleteSweep(1);
    expect(await store.readings.snapshots(1)).toEqual([]);
  });

  test('half written by a worker that died are gone at the end', async () => {
    const { runner } = snapshotRunner(({ snapshots, placeFile, trials }, epoch) => {
      if (trials.length > 1 || epoch !== 1) return undefined;
      writeFileSync(`${snapshots!.base}-9.snapshot.part`, 'a');
      writeFileSync(placeFile!, '0.1+2');
      return LOST;
    });
    const queue = { lanes: 1, limits: { bytes: 1e12, trials: 1 } };
    const parts = await partsFor(runner, { queue });
    expect(await runSweep(parts)).toMatchObject({ counts: { failed: 5, queued: 1 } });
    expect(filesLeft().filter((name) => !name.endsWith('.snapshot'))).toEqual([]);
  });

  test('with a folder in their place, or of a path, delete nothing', async () => {
    const stop = new AbortController();
    const { runner } = snapshotRunner((_, epoch) => {
      if (epoch === 2 && !stop.signal.aborted) stop.abort();
      return epoch === 2 && !isMended ? LOST : undefined;
    });
    let isMended = false;
    await runSweep(await partsFor(runner, { signal: stop.signal }));
    isMended = true;
    const kept = join(folder, 'kept.snapshot');
    writeFileSync(kept, 'of somebody else');
    mkdirSync(join(files(), 'cohort-7-12345678-1.snapshot'));
    mkdirSync(join(files(), 'trial-1.ckpt'));
    const db = new Sqlite(join(folder, 'thaw.sqlite'));
    db.exec(`insert into snapshots (sweep_id, file, sha256, bytes, epoch, step, provenance, created_at)
             select sweep_id, '../../kept.snapshot', '', 1, 1, 0, provenance, '' from snapshots`);
    db.close();
    expect(await runSweep(await partsFor(runner))).toMatchObject({ state: 'finished' });
    expect(existsSync(kept)).toBe(true);
    expect(filesLeft()).toEqual(['cohort-7-12345678-1.snapshot', 'trial-1.ckpt']);
  });

  test('half written by a process that died count for no budget', async () => {
    mkdirSync(files(), { recursive: true });
    writeFileSync(join(files(), 'cohort-1-12345678-1.snapshot.part'), 'a'.repeat(5000));
    const { runner } = snapshotRunner(() => undefined);
    const budget = { ...NO_BUDGET, diskBytes: 2000 };
    const spec = fakeSpec({ checkpoint: RULE, budget });
    const diskUsed = () => sweepBytes(join(folder, 'thaw.sqlite'), 1);
    expect(await runSweep(await partsFor(runner, { spec, diskUsed }))).toMatchObject({
      state: 'finished',
    });
  });
});
