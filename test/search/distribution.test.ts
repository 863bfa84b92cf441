import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Distribution } from '../../src/core/space.js';
import { valueAt } from '../../src/search/spaces/distribution.js';
import {
  betaCdf,
  betaQuantile,
  normalCdf,
  normalQuantile,
} from '../../src/search/spaces/quantiles.js';
import { unitOf } from '../../src/search/spaces/unit-of.js';
import { contains } from './contains.js';

const bounds = (min: number, max: number) =>
  fc
    .tuple(fc.double({ min, max, noNaN: true }), fc.double({ min, max, noNaN: true }))
    // Plus 0: a bound of -0 is one of 0, in another writing.
    .map(([a, b]) => ({ low: Math.min(a, b) + 0, high: Math.max(a, b) + 0 }));
const positive = fc.double({ min: 0.05, max: 20, noNaN: true });

const distributions: fc.Arbitrary<Distribution> = fc.oneof(
  fc.record({ kind: fc.constant('constant' as const), value: fc.integer() }),
  fc.record({
    kind: fc.constant('categorical' as const),
    values: fc.array(fc.oneof(fc.string(), fc.integer(), fc.boolean()), { minLength: 1 }),
  }),
  fc
    .tuple(fc.integer({ min: -50, max: 50 }), fc.nat(100))
    .map(([low, more]) => ({ kind: 'int_uniform' as const, low, high: low + more })),
  bounds(-10, 10).map((range) => ({
    kind: 'uniform' as const,
    scale: 'linear' as const,
    ...range,
  })),
  bounds(1e-6, 10).map((range) => ({ kind: 'uniform' as const, scale: 'log' as const, ...range })),
  bounds(0, 100).map(({ low, high }) => ({
    kind: 'uniform' as const,
    scale: 'linear' as const,
    low,
    high: high + 8,
    q: 8,
  })),
  fc.tuple(positive, positive, fc.boolean()).map(([mu, sigma, log]) => ({
    kind: 'normal' as const,
    mu,
    sigma,
    log,
  })),
  fc.tuple(positive, positive).map(([a, b]) => ({ kind: 'beta' as const, a, b })),
);
const unit = fc.double({ min: 0, max: 1 - 2 ** -53, noNaN: true });

test('any draw of any distribution is a value of it', () => {
  fc.assert(
    fc.property(distributions, unit, (distribution, u) => {
      expect(contains(distribution, valueAt(distribution, u))).toBe(true);
    }),
  );
});

const quantized: fc.Arbitrary<Distribution> = fc.oneof(
  fc.tuple(positive, positive, fc.boolean()).map(([mu, sigma, log]) => {
    return { kind: 'normal' as const, mu, sigma, log, q: 0.5 };
  }),
  fc.tuple(positive, positive).map(([a, b]) => ({ kind: 'beta' as const, a, b, q: 0.1 })),
  bounds(1, 100).map(({ low, high }) => {
    return { kind: 'uniform' as const, scale: 'inv_log' as const, low, high: high + 1, q: 0.25 };
  }),
);
const weighted: fc.Arbitrary<Distribution> = fc
  .array(fc.constantFrom(0, 0.01, 1, 7), { minLength: 1, maxLength: 6 })
  .filter((weights) => weights.some((weight) => weight > 0))
  .map((weights) => {
    const sum = weights.reduce<number>((total, weight) => total + weight, 0);
    const values = weights.map((_, i) => ({ type: `v${i % 4}` }));
    return { kind: 'categorical', values, probabilities: weights.map((weight) => weight / sum) };
  });
/** As `seedrandom` draws them: 0, or not so small that a quantile underflows. */
const drawn = fc.oneof(
  { weight: 99, arbitrary: fc.double({ min: 2 ** -56, max: 1 - 2 ** -53, noNaN: true }) },
  { weight: 1, arbitrary: fc.constant(0) },
);

test('the way back from a value leads to the same value, to its last bit', () => {
  fc.assert(
    fc.property(fc.oneof(distributions, quantized, weighted), drawn, (distribution, u) => {
      const value = valueAt(distribution, u);
      const back = unitOf(distribution, value);
      expect(back).toBeGreaterThanOrEqual(0);
      expect(back).toBeLessThanOrEqual(1);
      expect(valueAt(distribution, back)).toEqual(value);
    }),
    { numRuns: 2000 },
  );
});

test('the way back leads to the middle of what is drawn by steps', () => {
  const listed: Distribution = { kind: 'categorical', values: ['a', 'b', { c: 1 }, 'b'] };
  expect(unitOf(listed, 'b')).toBe(0.375);
  expect(unitOf(listed, { c: 1 })).toBe(0.625);
  expect(unitOf({ kind: 'int_uniform', low: 3, high: 6 }, 4)).toBe(0.375);
  const tens: Distribution = { kind: 'uniform', low: 0, high: 100, scale: 'linear', q: 10 };
  expect(unitOf(tens, 50)).toBe(0.5);
});

test('the way back takes a number out of reach to the nearest end, and no value it does not know', () => {
  const range: Distribution = { kind: 'uniform', low: 1, high: 2, scale: 'linear' };
  expect([-5, 1, 1.5, 2, 9].map((value) => unitOf(range, value))).toEqual([0, 0, 0.5, 1, 1]);
  const listed: Distribution = { kind: 'categorical', values: ['a'], probabilities: [1] };
  expect(() => unitOf(listed, 'b')).toThrow('expected one of ["a"], got "b"');
});

test('numbers rise with the draw', () => {
  fc.assert(
    fc.property(distributions, unit, unit, (distribution, u, v) => {
      if (distribution.kind === 'categorical') return;
      const low = valueAt(distribution, Math.min(u, v)) as number;
      expect(valueAt(distribution, Math.max(u, v)) as number).toBeGreaterThanOrEqual(low);
    }),
  );
});

describe('one draw gives one value', () => {
  const at = (distribution: Distribution, ...us: readonly number[]) =>
    us.map((u) => valueAt(distribution, u));

  test('integers are equally likely, both bounds included', () => {
    expect(at({ kind: 'int_uniform', low: 3, high: 5 }, 0, 0.33, 0.34, 0.67, 0.999)).toEqual([
      3, 3, 4, 5, 5,
    ]);
  });

  test('a log range is even over its orders of magnitude', () => {
    const range: Distribution = { kind: 'uniform', low: 1e-5, high: 1e-1, scale: 'log' };
    for (const [u, want] of [
      [0, 1e-5],
      [0.25, 1e-4],
      [0.5, 1e-3],
      [0.75, 1e-2],
    ] as const) {
      expect(valueAt(range, u) as number).toBeCloseTo(want, 12);
    }
  });

  test('probabilities weigh values, and a weight of 0 is never drawn', () => {
    const weighted: Distribution = {
      kind: 'categorical',
      values: ['a', 'b', 'c', 'd'],
      probabilities: [0.5, 0, 0.5, 0],
    };
    expect(at(weighted, 0, 0.49, 0.5, 0.999999999)).toEqual(['a', 'a', 'c', 'c']);
  });

  test('a quantized range gives multiples of q inside its bounds, without binary tails', () => {
    const tenths: Distribution = { kind: 'uniform', low: 0, high: 0.5, scale: 'linear', q: 0.1 };
    expect(at(tenths, 0, 0.3, 0.6, 0.99)).toEqual([0, 0.1, 0.3, 0.5]);
    const eights: Distribution = { kind: 'uniform', low: 30, high: 250, scale: 'log', q: 32 };
    expect(at(eights, 0, 0.9999)).toEqual([32, 224]);
  });

  test('normal, log normal and beta follow their quantiles', () => {
    const normal: Distribution = { kind: 'normal', mu: 2, sigma: 3, log: false };
    expect(valueAt(normal, 0.5) as number).toBeCloseTo(2, 12);
    expect(valueAt(normal, 0.8413447460685429) as number).toBeCloseTo(5, 9);
    expect(valueAt({ ...normal, log: true }, 0.5) as number).toBeCloseTo(Math.exp(2), 9);
    expect(Number.isFinite(valueAt(normal, 0))).toBe(true);
    expect(valueAt({ kind: 'beta', a: 1, b: 1 }, 0.3) as number).toBeCloseTo(0.3, 12);
  });
});

describe('quantiles', () => {
  // Published table values: 97.5 %, 99 % and the like to ten digits.
  test.each([
    [0.975, 1.959963985],
    [0.5, 0],
    [0.01, -2.326347874],
    [0.0005, -3.290526731],
  ])('normal at %f', (p, want) => {
    expect(normalQuantile(p)).toBeCloseTo(want, 8);
  });

  test('beta where it has a closed form', () => {
    for (const u of [0.001, 0.1, 0.25, 0.5, 0.9, 0.999]) {
      expect(betaQuantile(u, 5, 1)).toBeCloseTo(u ** 0.2, 12);
      expect(betaQuantile(u, 0.5, 0.5)).toBeCloseTo(Math.sin((Math.PI * u) / 2) ** 2, 10);
      const x = betaQuantile(u, 2, 3);
      expect(6 * x ** 2 - 8 * x ** 3 + 3 * x ** 4).toBeCloseTo(u, 12);
    }
  });

  test('undo their distribution functions', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-12, max: 1 - 1e-9, noNaN: true }),
        positive,
        positive,
        (p, a, b) => {
          expect(normalCdf(normalQuantile(p)) / p).toBeCloseTo(1, 8);
          const x = betaQuantile(p, a, b);
          if (x > 1e-9 && x < 1 - 1e-9) expect(betaCdf(x, a, b)).toBeCloseTo(p, 6);
        },
      ),
    );
  });
});
