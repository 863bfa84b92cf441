import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSorted } from '../../src/search/sorted.js';

test('thousands of numbers stay in order as they come and go, ties included', () => {
  const numbers = fc.array(fc.integer({ min: 0, max: 2000 }), { minLength: 1000, maxLength: 3000 });
  fc.assert(
    fc.property(numbers, fc.nat(), (numbers, kept) => {
      const sorted = createSorted();
      for (const number of numbers) sorted.add(number);
      const gone = kept % numbers.length;
      for (const number of numbers.slice(0, gone)) sorted.remove(number);
      const left = numbers.slice(gone).sort((a, b) => a - b);
      expect(Array.from({ length: sorted.size }, (_, place) => sorted.at(place))).toEqual(left);
      for (const value of [-1, 0, 500, 1999, 2001]) {
        expect(sorted.countBelow(value)).toBe(left.filter((number) => number < value).length);
      }
    }),
    { numRuns: 30 },
  );
});

test('what was emptied fills again', () => {
  const sorted = createSorted();
  for (let number = 0; number < 1000; number += 1) sorted.add(number);
  for (let number = 0; number < 1000; number += 1) sorted.remove(number);
  expect(sorted.size).toBe(0);
  sorted.add(7);
  expect([sorted.size, sorted.at(0), sorted.countBelow(7), sorted.countBelow(8)]).toEqual([
    ...[1, 7, 0, 1],
  ]);
});
