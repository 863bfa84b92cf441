import { expect, test } from 'vitest';
import { whiskerScale } from '../../src/pages/views/sweep/whisker-scale.js';

const row = (value: number) => ({ value, interval: { low: value - 0.03, high: value + 0.03 } });

test('intervals are drawn on the scale of the better half, so that a poor trial does not press the others', () => {
  const rows = [
    row(0.58),
    row(0.57),
    row(0.56),
    row(0.1),
    row(0.2),
    { value: 0.9, interval: null },
  ];
  const scale = whiskerScale(rows, 'maximize')!;
  expect(scale.low).toBeCloseTo(0.53);
  expect(scale.high).toBeCloseTo(0.61);
  expect(scale.ticks.map(({ label }) => label)).toEqual(['0.54', '0.56', '0.58', '0.60']);
  const losses = whiskerScale(rows, 'minimize')!;
  expect(losses.low).toBeCloseTo(0.07);
  expect(losses.high).toBeCloseTo(0.59);
});

test('one interval, or one of no width, still has a scale; none has none', () => {
  expect(whiskerScale([row(0.5)], 'maximize')?.ticks.length).toBeGreaterThan(1);
  expect(whiskerScale([{ value: 1, interval: { low: 1, high: 1 } }], 'maximize')?.ticks).toEqual(
    [],
  );
  expect(whiskerScale([{ value: 1, interval: null }], 'maximize')).toBeNull();
});
