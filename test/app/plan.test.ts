import { expect, test } from 'vitest';
import { plan as planSweep } from '../../src/app/plan.js';
import { UsageError } from '../../src/core/errors.js';
import { fakeSpec } from '../fakes/specs.js';
import { fakeWorld } from './fake-world.js';

test('a stored sweep without an end is refused, not planned for ever', async () => {
  const space = { learning_rate: { kind: 'beta', a: 1, b: 1 } } as const;
  const spec = fakeSpec({ method: { type: 'random' }, space });
  const endless = { spec, contents: null };
  const plan = () => planSweep(fakeWorld('/nowhere').world, endless, '/nowhere/thaw.sqlite', {});
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
      '/nowhere/thaw.sqlite',
      {},
    );
    return trials.map(({ number }) => number);
  };
  expect(await numbers(2)).toEqual([1, 2]);
  expect(await numbers(null)).toEqual([1, 2, 3, 4, 5, 6]);
});
