import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Note } from '../../src/app/observer.js';
import { withWarmStart } from '../../src/app/sweeps/warm-start.js';
import { recipeFor } from '../../src/config/recipe-for.js';
import { UsageError } from '../../src/core/errors.js';
import type { Params, SearchSpace } from '../../src/core/space.js';
import type { SweepSpec } from '../../src/core/sweep.js';
import type { Store } from '../../src/store/port.js';
import { openStore } from '../../src/store/sqlite/sqlite-store.js';
import { fakeReport, fakeSpec, MADE, PROVENANCE } from '../fakes/specs.js';

let store: Store;
beforeEach(() => {
  store = openStore(':memory:');
});
afterEach(() => store.close());

const RATE: SearchSpace[string] = {
  ...{ kind: 'uniform', low: 0.01, high: 1, scale: 'log' },
};
const SPACE: SearchSpace = {
  learning_rate: RATE,
  dropout: { kind: 'categorical', values: [0, 0.5] },
};
const LEARNS: Partial<SweepSpec> = {
  ...{ method: { type: 'evolution' }, space: SPACE, runCap: 9 },
  warmStart: { sweep: 'before', points: [] },
};

/** An earlier sweep that has ended: each trial with its accuracies, by epoch; null: it failed. */
async function earlier(
  spec: Partial<SweepSpec>,
  trials: readonly (readonly [Params, readonly number[] | null])[],
): Promise<void> {
  const before = fakeSpec({ name: 'before', ...spec });
  const sweepId = await store.queue.createSweep({ spec: before, file: '', source: '' });
  const rows = await store.queue.add(
    sweepId,
    trials.map(([params], number) => {
      const recipe = recipeFor(before, params);
      const n = before.repeats.n;
      const place = { number, point: Math.floor(number / n), replicate: number % n };
      return { ...place, params, recipe, version: '0', seen: null };
    }),
  );
  for (const [place, { id }] of rows.entries()) {
    await store.queue.take([id], PROVENANCE, MADE);
    const values = trials[place]![1];
    for (const [epoch, value] of (values ?? []).entries()) {
      await store.log.report([{ trialId: id, report: fakeReport(epoch, value) }]);
    }
    await store.queue.end([{ trialId: id, state: values ? 'finished' : 'failed' }]);
  }
  await store.queue.unlock(sweepId);
}

async function warmed(change: Partial<SweepSpec> = {}) {
  const said: string[] = [];
  const onNote = (note: Note) => {
    if (note.kind === 'message') said.push(note.message);
  };
  const spec = await withWarmStart(store, fakeSpec({ ...LEARNS, ...change }), { onNote });
  return { points: spec.warmStart!.points, said };
}

test('a sweep begins with the finished trials of an earlier one that lie in its space', async () => {
  await earlier({ space: SPACE }, [
    [{ learning_rate: 0.1, dropout: 0.5 }, [0.2, 0.6, 0.5]],
    [{ learning_rate: 0.02, dropout: 0 }, null],
    [{ learning_rate: 2, dropout: 0 }, [0.9]],
    [{ learning_rate: 0.5, dropout: 0.25 }, [0.9]],
  ]);
  const { points, said } = await warmed();
  expect(points).toHaveLength(1);
  expect(points[0]!.params.learning_rate).toBeCloseTo(0.1, 12);
  expect(points[0]).toMatchObject({ params: { dropout: 0.5 }, losses: [-0.6] });
  expect(said).toEqual([
    'warm_start: this sweep begins with 1 of 3 finished trials of sweep 1 (before); 2 lie outside its space',
  ]);
});

test('values are those of its own objectives, whatever the earlier sweep was ranked by', async () => {
  await earlier({ space: SPACE, metric: { name: 'val_loss', goal: 'minimize' } }, [
    [{ learning_rate: 0.1, dropout: 0 }, [0.2, 0.6, 0.5]],
  ]);
  const objectives = [
    { name: 'val_accuracy', goal: 'maximize' },
    { name: 'val_loss', goal: 'minimize' },
  ] as const;
  const { points } = await warmed({ objectives });
  expect(points).toMatchObject([{ losses: [-0.6, 1.4] }]);
});

test('what either leaves to defaults counts as it was trained', async () => {
  const space = { learning_rate: RATE, label_smoothing: { kind: 'categorical', values: [0, 0.1] } };
  await earlier({ space: space as SearchSpace }, [
    [{ learning_rate: 0.1, label_smoothing: 0 }, [0.5]],
    [{ learning_rate: 0.2, label_smoothing: 0.1 }, [0.6]],
  ]);
  const { points, said } = await warmed();
  expect(points).toHaveLength(1);
  expect(points[0]!.params).toMatchObject({ dropout: 0 });
  expect(said[0]).toContain('1 of 2 finished trials of sweep 1 (before); 1 lies outside its space');
});

test('other images, networks and epochs are taken, and said', async () => {
  await earlier({ space: SPACE, defaults: { epochs: 2, imageSize: 32 } }, [
    [{ learning_rate: 0.1, dropout: 0 }, [0.5]],
  ]);
  const data = { ...fakeSpec().data, train: 500 };
  const { points, said } = await warmed({ data });
  expect(points).toHaveLength(1);
  expect(said[1]).toBe(
    'warm_start: those were trained otherwise, so that their values may mislead: 100 images of cifar10 to train and 50 to validate, now 500 images of cifar10 to train and 50 to validate; 2 epochs, now 3 epochs',
  );
});

test('none that is of use is said, too; a sweep that is not there is a mistake', async () => {
  await expect(warmed()).rejects.toThrow(UsageError);
  await earlier({ space: SPACE }, [[{ learning_rate: 5, dropout: 0 }, [0.5]]]);
  const { points, said } = await warmed();
  expect(points).toEqual([]);
  expect(said[0]).toContain(
    'as no finished trial of sweep 1 (before) is of use; 1 lies outside its space',
  );
  const other = { sweep: 'befor', points: [] };
  await expect(warmed({ warmStart: other })).rejects.toThrow('Did you mean "before"?');
  await expect(warmed({ warmStart: other })).rejects.toThrow(/^warm_start names an earlier sweep/);
});

test('a sampler that does not learn asks for none of it', async () => {
  const spec = fakeSpec({ ...LEARNS, method: { type: 'random' } });
  expect(await withWarmStart(store, spec, {})).toBe(spec);
});

test('runs of one point are one, with their mean', async () => {
  const params = { learning_rate: 0.1, dropout: 0 };
  const runs = [[params, [0.5]] as const, [params, [0.7]] as const];
  await earlier({ space: SPACE, repeats: { n: 2, top: null } }, runs);
  const { points, said } = await warmed();
  expect(points).toHaveLength(1);
  expect(points[0]!.losses[0]).toBeCloseTo(-0.6, 12);
  expect(said[0]).toContain('2 of 2 finished trials');
});
