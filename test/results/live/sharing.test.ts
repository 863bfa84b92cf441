import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { afterEpoch } from '../../../src/core/snapshots/after-epoch.js';
import { PAUSED } from '../../../src/core/trial.js';
import type { SharedCohort } from '../../../src/results/documents/live/sharing.js';
import { readSharing } from '../../../src/results/live/read-sharing.js';
import type { Store } from '../../../src/store/port.js';
import { openStore } from '../../../src/store/sqlite/sqlite-store.js';
import { fakeReport, fakeSpec, MADE, newTrials, PROVENANCE } from '../../fakes/specs.js';

let store: Store;
let sweepId: number;
beforeEach(async () => {
  store = openStore(':memory:');
  sweepId = await store.queue.createSweep({ spec: fakeSpec(), file: '', source: '' });
});
afterEach(() => store.close());

async function add(count: number): Promise<readonly number[]> {
  const params = Array.from({ length: count }, (_, k) => ({ learning_rate: (k + 1) / 100 }));
  return (await store.queue.add(sweepId, newTrials(params))).map(({ id }) => id);
}

/** An epoch of some trials: each with the one whose training it was. */
async function epoch(number: number, owners: Readonly<Record<number, number>>): Promise<void> {
  await store.log.report(
    Object.entries(owners).map(([trial, owner]) => ({
      trialId: Number(trial),
      report: {
        ...fakeReport(number, 0.5),
        seconds: 1,
        soloSeconds: 3,
        sharedWith: owner === Number(trial) ? null : owner,
      },
    })),
  );
}

async function sharing() {
  const sweep = await store.readings.sweep(sweepId);
  return readSharing(store.readings, sweep!);
}

/** Branches as `2..4: 1 2 < 0`: epochs, trials, and the branch they hang on. */
function tree({ branches }: SharedCohort): readonly string[] {
  return branches.map(({ from_epoch, to_epoch, trials, parent }) => {
    return `${from_epoch}..${to_epoch}: ${trials.join(' ')} < ${parent ?? 'trunk'}`;
  });
}

describe('what a sweep computed once', () => {
  test('hangs a trial on the branch that it forked from, and others on the trunk', async () => {
    const [a, b, c, d] = await add(4);
    await store.queue.take([a!, b!, c!, d!], PROVENANCE, MADE, { cohort: 'x' });
    for (const number of [0, 1]) await epoch(number, { [a!]: a!, [b!]: a!, [c!]: a!, [d!]: d! });
    await epoch(2, { [a!]: a!, [b!]: a!, [c!]: c!, [d!]: d! });
    const { cohorts } = await sharing();
    expect(cohorts).toHaveLength(1);
    expect(tree(cohorts[0]!)).toEqual([
      `0..1: ${a} ${b} ${c} < trunk`,
      `0..2: ${d} < trunk`,
      `2..2: ${a} ${b} < 0`,
      `2..2: ${c} < 0`,
    ]);
    expect(cohorts[0]).toMatchObject({
      trials: [a, b, c, d],
      seconds: 12,
      solo_seconds: 36,
      to: null,
    });
    expect(cohorts[0]!.trunk).toMatchObject({ augmentation: 'none', image_size: '32' });
    expect(cohorts[0]!.branches[0]).toMatchObject({ cut: 'fc', seconds: 6 });
  });

  test('ends a branch where one of its trials ends, and lets the others go on from it', async () => {
    const [a, b] = await add(2);
    await store.queue.take([a!, b!], PROVENANCE, MADE, { cohort: 'x' });
    await epoch(0, { [a!]: a!, [b!]: a! });
    await store.queue.end([{ trialId: a!, state: 'stopped' }]);
    // As the first of those that are still the same.
    await epoch(1, { [b!]: b! });
    expect(tree((await sharing()).cohorts[0]!)).toEqual([
      `0..0: ${a} ${b} < trunk`,
      `1..1: ${b} < 0`,
    ]);
  });

  test('counts the epochs of a trial that was paused with the cohort that trained them', async () => {
    const [a, b] = await add(2);
    await store.queue.take([a!, b!], PROVENANCE, MADE, { cohort: 'x' });
    await epoch(0, { [a!]: a!, [b!]: a! });
    const error = { code: PAUSED, message: afterEpoch('paused', 0, 'others are better') };
    await store.queue.end([
      { trialId: a!, state: 'interrupted', error },
      { trialId: b!, state: 'interrupted', error },
    ]);
    await store.queue.take([b!], PROVENANCE, MADE, { cohort: 'y', epochs: 1 });
    for (const number of [1, 2]) await epoch(number, { [b!]: b! });
    const { cohorts, attempts } = await sharing();
    expect(cohorts.map(tree)).toEqual([[`0..0: ${a} ${b} < trunk`], [`1..2: ${b} < trunk`]]);
    expect(attempts.map(({ trial, cohort, state }) => [trial, cohort, state])).toEqual([
      [a, 1, 'interrupted'],
      [b, 1, 'interrupted'],
      [b, 2, 'running'],
    ]);
  });

  test('counts the epochs of one that was interrupted with those that went on with them', async () => {
    const [a] = await add(1);
    await store.queue.take([a!], PROVENANCE, MADE, { cohort: 'x' });
    await epoch(0, { [a!]: a! });
    await store.queue.end([{ trialId: a!, state: 'interrupted' }]);
    await store.queue.take([a!], PROVENANCE, MADE, { cohort: 'y', epochs: 1 });
    await epoch(1, { [a!]: a! });
    expect((await sharing()).cohorts.map(tree)).toEqual([[], [`0..1: ${a} < trunk`]]);
  });

  test('takes together what began as one where no program said who was', async () => {
    const [a, b, c] = await add(3);
    await store.queue.take([a!, b!, c!], PROVENANCE);
    await epoch(0, { [a!]: a!, [b!]: a!, [c!]: c! });
    expect((await sharing()).cohorts.map(({ trials }) => trials)).toEqual([[a, b], [c]]);
  });

  test('is nothing where nothing ran', async () => {
    await add(2);
    expect(await sharing()).toEqual({
      ...{ sweep: sweepId, cohorts: [], attempts: [], seconds: 0, solo_seconds: 0 },
    });
  });
});
