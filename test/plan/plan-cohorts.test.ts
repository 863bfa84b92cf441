import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { laneShares } from '../../src/plan/lane-shares.js';
import { planCohorts } from '../../src/plan/plan-cohorts.js';
import { priceTrial } from '../../src/plan/price-trial.js';
import { groupWork, type Waiting } from '../../src/plan/split-group.js';
import { changed, fakeRecipe } from '../fakes/specs.js';

const waiting = fc
  .record({
    group: fc.constantFrom('a', 'b', 'c'),
    learningRate: fc.constantFrom(0.1, 0.01, 0.001),
    firstTrained: fc.constantFrom(0, 8, 14, 17),
    type: fc.constantFrom('constant', 'cosine', 'plateau'),
  })
  .map(({ group, learningRate, firstTrained, type }): Waiting<object> => {
    const recipe = changed(fakeRecipe(), { learningRate, firstTrained, scheduler: { type } });
    return { trial: {}, group, price: priceTrial(recipe, 3) };
  });

const sweep = fc.array(waiting, { maxLength: 30 });

test('every trial is in exactly one cohort, with others of its trunk only', () => {
  fc.assert(
    fc.property(sweep, fc.nat(7), fc.nat(9), (trials, lanes, most) => {
      const limits = { bytes: Number.POSITIVE_INFINITY, trials: most + 1 };
      const cohorts = planCohorts(trials, { lanes: lanes + 1, limits });
      const planned = cohorts.flatMap(({ waiting }) => waiting);
      expect(new Set(planned)).toEqual(new Set(trials));
      expect(planned).toHaveLength(trials.length);
      for (const { group, waiting } of cohorts) {
        expect(waiting.length).toBeLessThanOrEqual(most + 1);
        expect(waiting.every((each) => each.group === group)).toBe(true);
      }
    }),
  );
});

test('a cohort stays under its memory, but for a trial that needs more by itself', () => {
  const bytes = 900 * 2 ** 20;
  fc.assert(
    fc.property(sweep, (trials) => {
      for (const { waiting } of planCohorts(trials, { lanes: 1, limits: { bytes, trials: 99 } })) {
        if (waiting.length > 1) expect(groupWork(waiting).bytes).toBeLessThanOrEqual(bytes);
      }
    }),
  );
});

test('the same trials are planned the same way, whatever their order', () => {
  const options = { lanes: 2, limits: { bytes: Number.POSITIVE_INFINITY, trials: 9 } };
  fc.assert(
    fc.property(sweep, (trials) => {
      const shape = (all: typeof trials) =>
        planCohorts(all, options).map(({ waiting }) => waiting.map(({ price }) => price!.path));
      const grouped = trials.toSorted((a, b) => (a.group < b.group ? -1 : 1));
      expect(shape(grouped)).toEqual(shape([...grouped]));
    }),
  );
});

test('what cannot be priced runs alone', () => {
  const trials = [null, null].map((price) => ({ trial: {}, group: '', price }));
  const limits = { bytes: Number.POSITIVE_INFINITY, trials: 9 };
  expect(planCohorts(trials, { lanes: 1, limits })).toHaveLength(2);
});

describe('lanes', () => {
  const shares = (groups: readonly [number, number][], lanes: number) =>
    laneShares(
      groups.map(([trunk, heads]) => ({ trunk, heads })),
      lanes,
    );

  test('one lane takes every group whole', () => {
    expect(
      shares(
        [
          [1, 9],
          [5, 3],
        ],
        1,
      ),
    ).toEqual([[1], [1]]);
  });

  test('as many equal groups as lanes are not cut', () => {
    expect(
      shares(
        [
          [1, 9],
          [1, 9],
        ],
        2,
      ),
    ).toEqual([[1], [1]]);
  });

  test('three equal groups for two lanes: the middle one is halved', () => {
    expect(
      shares(
        [
          [1, 9],
          [1, 9],
          [1, 9],
        ],
        2,
      ),
    ).toEqual([[1], [0.5, 0.5], [1]]);
  });

  test('no group is cut for a part that has less work than the trunk it repeats', () => {
    expect(shares([[9, 1]], 4)).toEqual([[1]]);
  });

  test('shares of a group add up to all of it', () => {
    const group = fc.tuple(fc.double({ min: 0.1, max: 9, noNaN: true }), fc.nat(99));
    fc.assert(
      fc.property(fc.array(group), fc.integer({ min: 1, max: 9 }), (groups, lanes) => {
        for (const each of shares(groups, lanes)) {
          expect(each.reduce((sum, share) => sum + share)).toBeCloseTo(1, 9);
        }
      }),
    );
  });
});
