import { expect, test } from 'vitest';
import { plan as planSweep } from '../../src/app/plan.js';
import { UsageError } from '../../src/core/errors.js';
import { placeOfFile } from '../../src/core/places/place.js';
import type { SweepSpec } from '../../src/core/sweep.js';
import { fakeSpec } from '../fakes/specs.js';
import { fakeWorld } from './fake-world.js';

const NOWHERE = placeOfFile('/nowhere/thaw.sqlite');

test('a stored sweep without an end is refused, not planned for ever', async () => {
  const space = { learning_rate: { kind: 'beta', a: 1, b: 1 } } as const;
  const spec = fakeSpec({ method: { type: 'random' }, space });
  const endless = { spec, contents: null };
  const plan = () => planSweep(fakeWorld('/nowhere').world, endless, NOWHERE, {});
  await expect(plan()).rejects.toThrow(UsageError);
  await expect(plan()).rejects.toThrow(
    'Expected run_cap, the total number of trials: random never ends',
  );
});

test('a plan has as many trials as the cap, or as the sampler has points', async () => {
  const numbers = async (runCap: number | null) => {
    const { trials } = await planSweep(
      fakeWorld('/nowhere').world,
      { spec: fakeSpec({ runCap }), contents: null },
      NOWHERE,
      {},
    );
    return trials.map(({ number }) => number);
  };
  expect(await numbers(2)).toEqual([1, 2]);
  expect(await numbers(null)).toEqual([1, 2, 3, 4, 5, 6]);
});

test('a plan leaves out points that train alike, counts repeats, and prices them', async () => {
  const planOf = (change: Partial<SweepSpec>) =>
    planSweep(fakeWorld('/nowhere').world, { spec: fakeSpec(change), contents: null }, NOWHERE, {});
  const values = ['none', [], 'crop-flip'];
  const space = { augmentation: { kind: 'categorical', values } } as const;
  const once = await planOf({ space });
  expect(once).toMatchObject({ total: 2, equal: { equal: 1, asked: 3 }, again: 0 });
  const points = [{ augmentation: 'crop-flip' }, { augmentation: 'none', epochs: 3 }];
  expect(await planOf({ space, points })).toMatchObject({
    total: 2,
    equal: { equal: 3, asked: 5 },
  });
  const all = await planOf({ space, repeats: { n: 3, top: null } });
  expect(all.trials.map(({ replicate }) => replicate)).toEqual([0, 1, 2, 0, 1, 2]);
  expect(all.total).toBe(6);
  const best = await planOf({ space, repeats: { n: 3, top: 1 } });
  expect(best).toMatchObject({ total: 4, again: 2 });
  expect(best.trials).toHaveLength(2);
  expect(best.estimate.seconds).toBeGreaterThan(once.estimate.seconds);
  expect(best.estimate.seconds).toBeLessThan(all.estimate.seconds);
});
