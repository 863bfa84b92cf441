import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { parseSweep } from '../../src/config/file/parse-sweep.js';
import { evenContents } from '../../src/core/data/contents.js';
import { splitCounts } from '../../src/core/data/split-counts.js';
import { ConfigError, DataError } from '../../src/core/errors.js';

/** A sweep's data over a source of so many images of each class. */
function dataOf(data: string, train: readonly number[], val: readonly number[] | null = null) {
  const classNames = train.map((_, c) => `class ${c}`);
  const counts = { train, val, test: null };
  const contents = { ...evenContents(classNames, { train: 0, test: 0 }), counts };
  const text = `data: {source: ./pics${data}}\nparameters: {learning_rate: {value: 0.1}}\n`;
  return parseSweep(text, '/sweeps/my.yaml', { set: [] }, () => contents).spec.data;
}

function mistake(data: string, train: readonly number[], val: readonly number[] | null = null) {
  try {
    dataOf(data, train, val);
  } catch (error) {
    if (error instanceof ConfigError) return error.issues.map(({ message }) => message).join();
    throw error;
  }
  return '';
}

describe('the default fractions', () => {
  it('take all images, whatever their number, and leave no class out of training', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 2, maxLength: 9 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 0 }), (train, seed) => {
        const total = train.reduce((sum, n) => sum + n, 0);
        fc.pre(total > train.length); // one more than it takes to train on each class
        const data = dataOf('', train);
        expect(data.train + data.val).toBeLessThanOrEqual(total);
        expect(data.val).toBeGreaterThan(0);
        const drawn = splitCounts(train, data, seed);
        expect(Math.min(...drawn.train)).toBeGreaterThan(0);
        for (const [c, n] of train.entries()) if (n > 1) expect(drawn.val[c]).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    [[5, 5, 5], { train: 12, val: 3 }],
    [[50, 50], { train: 90, val: 10 }],
    [[2, 1], { train: 2, val: 1 }],
    [[3, 2], { train: 3, val: 2 }],
    [Array<number>(100).fill(2), { train: 100, val: 100 }],
    [[40, 2, 1], { train: 39, val: 4 }],
  ])('of %j are %j', (sizes, want) => {
    expect(dataOf('', sizes)).toMatchObject(want);
  });

  it('leave the default of train what a val that the file names does not take', () => {
    expect(dataOf(', val: 0.4', [50, 50])).toMatchObject({ train: 60, val: 40 });
    expect(dataOf(', val: 30', [50, 50])).toMatchObject({ train: 70, val: 30 });
  });

  it('cannot do without an image for each class', () => {
    expect(mistake('', [1, 1])).toContain('expected at least 2 images, one for each class; got 1');
  });
});

describe('amounts of which there are not enough are refused with the numbers', () => {
  test.each([
    [', train: 0.5, val: 0.5', [3, 2], ''],
    [
      ', train: 0.9, val: 0.2',
      [50, 50],
      'at most 100 images, which is all that the training split has; got 90 to train on and 20 to validate on, 1.1 of what there is',
    ],
    [
      ', train: 1.0',
      [5, 5],
      'got 10 to train on and 2 (the default) to validate on, 1.2 of what there is',
    ],
    [', train: 90, val: 20', [50, 50], 'got 90 to train on and 20 to validate on'],
    [', train: 200', [50, 50], 'got 200 to train on and 10 (the default) to validate on'],
    [', val: 100', [50, 50], 'got 90 to train on and 100 to validate on'],
    [', train: 1, val: 1', [50, 50], 'for all of them write 1.0'],
  ])('%s of %j', (data, sizes, why) => {
    expect(mistake(data, sizes)).toContain(why);
    if (why === '') expect(mistake(data, sizes)).toBe('');
  });
});

describe('val: folder', () => {
  it('takes all of val/ to validate on, and all of train/ to train on', () => {
    const data = dataOf(', val: folder', [30, 20], [4, 3]);
    expect(data).toMatchObject({ train: 50, val: 7, valFrom: 'folder' });
    expect(dataOf(', val: folder, train: 0.5', [30, 20], [4, 3])).toMatchObject({ train: 25 });
  });

  it('is refused where there is none, or too much is asked for', () => {
    expect(mistake(', val: folder', [30, 20])).toContain('expected a source with images in val/');
    expect(mistake(', val: folder, train: 51', [30, 20], [4, 3])).toContain('at most 50 images');
  });

  it('is in no recipe that does not use it', () => {
    expect(dataOf('', [30, 20], [4, 3])).not.toHaveProperty('valFrom');
  });
});

test('a source that the machine cannot read is no mistake of the file', () => {
  const text = 'data: {source: ./pics}\nparameters: {learning_rate: {value: 0.1}}\n';
  const parse = (error: Error) => () =>
    parseSweep(text, '/sweeps/my.yaml', { set: [] }, () => {
      throw error;
    });
  expect(parse(new DataError('none there'))).toThrow(ConfigError);
  expect(parse(new DataError('denied', { cause: new Error('EACCES') }))).toThrow(DataError);
});
