import { expect, test } from 'vitest';
import { shortfall } from '../../../src/search/pareto/shortfall.js';

const FRONT = [
  [1, 9],
  [5, 5],
  [9, 1],
];

test('says how many of the front are better, which is nearest, and where it is furthest ahead', () => {
  expect(shortfall([6, 7], FRONT, [10, 10])).toEqual({ by: 0.2, behind: 1, dominatedBy: 1 });
  expect(shortfall([9, 9], FRONT, [10, 10])).toEqual({ by: 0.4, behind: 1, dominatedBy: 3 });
  expect(shortfall([5, 6], FRONT, [10, 2])).toEqual({ by: 0.5, behind: 1, dominatedBy: 1 });
});

test('what is on the front, or equal to a point of it, is behind nothing', () => {
  const none = { by: 0, behind: null, dominatedBy: 0 };
  for (const point of [...FRONT, [0, 20]]) expect(shortfall(point, FRONT, [10, 10])).toEqual(none);
});
