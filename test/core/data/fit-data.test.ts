import { describe, expect, it, test } from 'vitest';
import { fitData } from '../../../src/core/data/fit-data.js';
import { DataError } from '../../../src/core/errors.js';

const data = (train: number, val: number) => ({ source: '/pics', decodeSize: 32, train, val });

describe('where broken images were left out', () => {
  test.each([
    [data(90, 10), 99, { train: 89, val: 10 }],
    [data(90, 10), 50, { train: 45, val: 5 }],
    [data(10, 1), 10, { train: 9, val: 1 }],
    [data(11, 2), 12, { train: 10, val: 2 }],
    [data(1, 1), 2, { train: 1, val: 1 }],
  ])('%j of %i images become %j: some to validate on are left', (asked, there, want) => {
    const skipped = asked.train + asked.val - there;
    expect(fitData(asked, { train: there, val: 0 }, skipped)).toMatchObject(want);
  });

  it('what is left for nothing to train on is refused', () => {
    expect(() => fitData(data(1, 1), { train: 1, val: 0 }, 1)).toThrow(DataError);
  });
});

it('a source that shrank for no such reason is refused with the numbers', () => {
  expect(() => fitData(data(90, 10), { train: 50, val: 0 }, 2)).toThrow(
    'asks for 90 images to train and 10 to validate, but the training split of /pics has 50 (2 broken images left out)',
  );
});
