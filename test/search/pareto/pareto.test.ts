import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crowdingDistances } from '../../../src/search/pareto/crowding-distances.js';
import { dominates } from '../../../src/search/pareto/dominates.js';
import { hypervolume } from '../../../src/search/pareto/hypervolume.js';
import { nonDominatedFronts } from '../../../src/search/pareto/non-dominated-fronts.js';

interface Case {
  readonly losses: readonly (readonly number[])[];
  readonly fronts: readonly (readonly number[])[];
  readonly distinct: readonly (readonly (readonly number[])[])[];
  readonly crowding: readonly (readonly (number | null)[])[];
  readonly reference: readonly number[];
  readonly hypervolume: number;
}
const file = new URL('../../golden/search/pareto.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { readonly cases: readonly Case[] };

const rated = (losses: readonly (readonly number[])[]) => losses.map((each) => ({ losses: each }));

describe.each(cases.map((each) => ({ ...each, objectives: each.reference.length })))(
  '$objectives objectives, as others reckon them',
  ({ losses, fronts, distinct, crowding, reference, hypervolume: volume }) => {
    test('fronts are those of pymoo', () => {
      expect(nonDominatedFronts(rated(losses))).toEqual(fronts);
    });

    test('crowding distances are those of pymoo, up to its mean over objectives', () => {
      for (const [i, front] of distinct.entries()) {
        const ours = crowdingDistances(front);
        for (const [j, distance] of crowding[i]!.entries()) {
          if (distance === null) expect(ours[j]).toBe(Number.POSITIVE_INFINITY);
          else expect(ours[j]).toBeCloseTo(distance, 12);
        }
      }
    });

    test('the hypervolume is that of moocore', () => {
      expect(hypervolume(losses, reference)).toBeCloseTo(volume, 12);
    });
  },
);

test('what keeps to its bounds dominates what does not, and a smaller miss a larger one', () => {
  const good = { losses: [0, 0], violation: 0.2 };
  const poor = { losses: [9, 9] };
  expect(dominates(poor, good)).toBe(true);
  expect(dominates(good, poor)).toBe(false);
  expect(dominates({ losses: [9, 9], violation: 0.1 }, good)).toBe(true);
  expect(dominates(good, { losses: [1, 1], violation: 0.2 })).toBe(false);
  expect(nonDominatedFronts([good, poor, { losses: [5, 5] }])).toEqual([[2], [1], [0]]);
});

const point = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 3, maxLength: 3 });

test('the volume is what counting cells gives', () => {
  fc.assert(
    fc.property(fc.array(point, { maxLength: 7 }), (points) => {
      let cells = 0;
      for (let x = 0; x < 4; x += 1) {
        for (let y = 0; y < 4; y += 1) {
          for (let z = 0; z < 4; z += 1) {
            if (points.some(([a, b, c]) => a! <= x && b! <= y && c! <= z)) cells += 1;
          }
        }
      }
      expect(hypervolume(points, [4, 4, 4])).toBe(cells);
    }),
  );
});

test('every point is in one front, and each later one is dominated from the front before', () => {
  fc.assert(
    fc.property(fc.array(point, { maxLength: 20 }), (points) => {
      const fronts = nonDominatedFronts(rated(points));
      expect(fronts.flat().sort((a, b) => a - b)).toEqual(points.map((_, i) => i));
      for (const [rank, front] of fronts.entries()) {
        for (const i of front) {
          const above = (j: number) => dominates({ losses: points[j]! }, { losses: points[i]! });
          expect(front.some(above)).toBe(false);
          if (rank > 0) expect(fronts[rank - 1]!.some(above)).toBe(true);
        }
      }
    }),
  );
});

test('a trial that is no number in one objective stands last there, and spoils no distance', () => {
  const worst = Number.POSITIVE_INFINITY;
  const losses = [
    [0, worst],
    [1, 2],
    [2, 1],
    [3, 0],
  ];
  expect(nonDominatedFronts(rated(losses))).toEqual([[0, 1, 2, 3]]);
  const distances = crowdingDistances(losses);
  expect(distances.every((distance) => distance >= 0)).toBe(true);
  expect(hypervolume(losses, [4, 4])).toBe(hypervolume(losses.slice(1), [4, 4]));
});
