import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rulerOf } from '../../src/charts/axis.js';
import type { Axis } from '../../src/charts/scene.js';

const named = { name: 'lr', label: 'lr' };
const log: Axis = { ...named, kind: 'log', low: 1e-5, high: 1e-1 };
const linear: Axis = { ...named, kind: 'linear', low: 0, high: 10 };
const category: Axis = { ...named, kind: 'category', values: ['sgd', 'adam', 'adamw'] };

const labels = (axis: Axis, pixels = 400) =>
  rulerOf(axis, 0, pixels)
    .ticks.map(({ label }) => label)
    .filter((label) => label !== '');

describe('a logarithmic axis', () => {
  test('has its labels at the decades, and small ticks between', () => {
    expect(labels(log)).toEqual(['1e-5', '1e-4', '0.001', '0.01', '0.1']);
    expect(rulerOf(log, 0, 400).ticks).toHaveLength(37);
  });

  test('leaves decades out where there are many', () => {
    const wide: Axis = { ...named, kind: 'log', low: 1e-12, high: 1 };
    expect(labels(wide, 280)).toEqual(['1e-12', '1e-8', '1e-4', '1']);
  });

  test('has 2 and 5 where there is but one decade, even steps where there is none', () => {
    expect(labels({ ...named, kind: 'log', low: 0.003, high: 0.03 })).toEqual([
      '0.005',
      '0.01',
      '0.02',
    ]);
    expect(labels({ ...named, kind: 'log', low: 31, high: 34 }, 210)).toEqual([
      '31',
      '32',
      '33',
      '34',
    ]);
  });

  test('has no place for 0, what is below, and what is no number', () => {
    const { place } = rulerOf(log, 0, 400);
    for (const none of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, null, undefined, '0.01']) {
      expect(place(none)).toBeNull();
    }
    expect(place(0.001)).toBeCloseTo(200);
  });
});

describe('a linear axis', () => {
  test('writes its ticks with the same decimals', () => {
    expect(labels({ ...named, kind: 'linear', low: 0, high: 1 })).toEqual([
      '0.0',
      '0.2',
      '0.4',
      '0.6',
      '0.8',
      '1.0',
    ]);
    expect(labels({ ...named, kind: 'linear', low: -50_000, high: 50_000 }, 140)).toEqual([
      '-50k',
      '0k',
      '50k',
    ]);
  });

  test('never draws what is no number at 0', () => {
    const { place } = rulerOf(linear, 100, 0);
    expect([null, Number.NaN, Number.NEGATIVE_INFINITY].map(place)).toEqual([null, null, null]);
    expect([0, 10].map(place)).toEqual([100, 0]);
  });

  test('runs the other way where it is reversed', () => {
    const { place, valueAt } = rulerOf({ ...linear, reversed: true }, 0, 100);
    expect([place(0), place(10), valueAt(0), valueAt(100)]).toEqual([100, 0, 10, 0]);
  });
});

describe('an axis of categories', () => {
  test('keeps the order of the file, and knows no other value', () => {
    const { ticks, place } = rulerOf(category, 0, 300);
    expect(ticks.map(({ label, place }) => [label, place])).toEqual([
      ['sgd', 50],
      ['adam', 150],
      ['adamw', 250],
    ]);
    expect([place('adam'), place('lion'), place(1), place(null)]).toEqual([150, null, null, null]);
  });

  test('shortens a long label in the middle', () => {
    const [label] = labels({
      ...named,
      kind: 'category',
      values: ['abcdefghijklmnopqrstuvwxyz0123456789'],
    });
    expect(label).toBe('abcdefghijkl…z0123456789');
  });
});

test('a pixel and its value are each other', () => {
  const axis = fc.record({
    kind: fc.constantFrom('linear' as const, 'log' as const),
    ends: fc.tuple(
      fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      fc.double({ min: 1.1, max: 1e6, noNaN: true }),
    ),
    reversed: fc.boolean(),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  const property = fc.property(axis, ({ kind, ends: [low, factor], reversed, share }) => {
    const ruler = rulerOf({ ...named, kind, low, high: low * factor, reversed }, 10, 510);
    const pixel = 10 + 500 * share;
    expect(ruler.place(ruler.valueAt(pixel))).toBeCloseTo(pixel, 3);
    // A stretch that is drawn up to the ends takes them in.
    expect(
      [ruler.valueAt(-5), ruler.valueAt(999)].toSorted((a, b) => Number(a) - Number(b)),
    ).toEqual([low, low * factor]);
    for (const tick of ruler.ticks) expect(tick.place).toBeGreaterThanOrEqual(10 - 1e-3);
    for (const tick of ruler.ticks) expect(tick.place).toBeLessThanOrEqual(510 + 1e-3);
  });
  fc.assert(property);
});
