import { expect, test } from 'vitest';
import { readBrush, readStretch } from '../../src/charts/options/ranges.js';

test('a stretch of numbers has both ends, or is open at one', () => {
  expect(readStretch('learning_rate:1e-4..1e-3')).toEqual([
    'learning_rate',
    { low: 1e-4, high: 1e-3 },
  ]);
  expect(readStretch('x:-2..-1')).toEqual(['x', { low: -2, high: -1 }]);
  expect(readBrush('x:..0.5')).toEqual(['x', { low: Number.NEGATIVE_INFINITY, high: 0.5 }]);
  expect(readBrush('x:3..')).toEqual(['x', { low: 3, high: Number.POSITIVE_INFINITY }]);
});

test('categories are listed, a comma among them as in an address', () => {
  expect(readBrush('optimizer=sgd,adam')).toEqual(['optimizer', { values: ['sgd', 'adam'] }]);
  expect(readBrush('s=step(a=1%2C b=2),100%')).toEqual([
    's',
    { values: ['step(a=1, b=2)', '100%'] },
  ]);
  expect(readBrush('o=')).toEqual(['o', { values: [] }]);
});

test.each(['', 'x', 'x:', 'x:..', 'x:1', 'x:2..1', 'x:a..b', ':1..2', '=a'])(
  '%j is neither',
  (text) => {
    expect(readBrush(text)).toBeUndefined();
  },
);
