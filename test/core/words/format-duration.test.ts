import { expect, test } from 'vitest';
import { formatDuration } from '../../../src/core/words/format-duration.js';

test.each([
  [0, '0ms'],
  [250, '250ms'],
  [45_000, '45s'],
  [600_000, '10m'],
  [5_400_000, '1h30m'],
  [3_661_500, '1h1m1s500ms'],
])('%i ms is %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});
