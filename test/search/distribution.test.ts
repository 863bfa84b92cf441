import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Distribution } from '../../src/core/space.js';
import { contains, valueAt } from '../../src/search/spaces/distribution.js';
import {
  betaCdf,
  betaQuantile,
  normalCdf,
  normalQuantile,
} from '../../src/search/spaces/quantiles.js';

const bounds = (min: number, max: number) =>
  fc
    .tuple(fc.double({ min, max, noNaN: true }), fc.double({ min, max, noNaN: true }))
    .map(([a, b]) => ({ low: Math.min(a, b), high: Math.max(a, b) }));
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
