import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rngFor } from '../../src/core/random.js';
import type { Distribution } from '../../src/core/space.js';
import { bandwidths } from '../../src/search/models/parzen/bandwidths.js';
import { bestByVolume } from '../../src/search/models/parzen/best-by-volume.js';
import { fitParzen } from '../../src/search/models/parzen/estimator.js';
import { goodAndRest } from '../../src/search/models/parzen/good-and-rest.js';
import { type Support, spotOf, supportOf } from '../../src/search/models/parzen/supports.js';
import { coordinatesOf } from '../../src/search/spaces/coordinates.js';
import { valueAt } from '../../src/search/spaces/distribution.js';
import { normalCdf } from '../../src/search/spaces/quantiles.js';
import type { Study, StudyTrial } from '../../src/search/study.js';
import { NOTHING } from './asking.js';

interface Golden {
  readonly cdf: readonly { readonly x: number; readonly p: number }[];
  readonly bandwidths: readonly {
    readonly centers: readonly number[];
    readonly sigmas: readonly number[];
  }[];
  readonly densities: readonly {
    readonly x: readonly number[];
    readonly c: readonly number[];
    readonly at: { readonly x: readonly number[]; readonly c: readonly number[] };
    readonly log: readonly number[];
  }[];
  readonly steps: readonly {
    readonly center: number;
    readonly sigma: number;
    readonly masses: readonly number[];
  }[];
  readonly splits: readonly {
    readonly gamma: number;
    readonly trials: readonly { readonly kind: string; readonly losses: readonly number[] }[];
    readonly good: readonly number[];
    readonly rest: readonly number[];
  }[];
}
const file = new URL('../golden/search/parzen.json', import.meta.url);
const golden = JSON.parse(readFileSync(file, 'utf8')) as Golden;

const CONTINUUM: Support = { cells: null, ordered: true };
const THREE: Support = { cells: [0, 1 / 3, 2 / 3, 1], ordered: false };

describe("beside SciPy's and Optuna's figures", () => {
  test('the normal distribution function, far into its tails', () => {
    for (const { x, p } of golden.cdf) {
      if (x < -37) expect(normalCdf(x)).toBeLessThan(1e-300);
      else expect(normalCdf(x) / p).toBeCloseTo(1, 13);
    }
  });

  test('bandwidths', () => {
    for (const { centers, sigmas } of golden.bandwidths) {
      for (const [k, width] of bandwidths(Float64Array.from(centers)).entries()) {
        expect(width).toBeCloseTo(sigmas[k]!, 12);
      }
    }
  });

  test('log densities of mixtures of cut normals and choices', () => {
    for (const { x, c, at, log } of golden.densities) {
      const spots = x.map((_, k) => Float64Array.of(x[k]!, c[k]!));
      const { logDensity } = fitParzen([CONTINUUM, THREE], spots, 1);
      for (const [k, want] of log.entries()) {
        expect(logDensity(Float64Array.of(at.x[k]!, at.c[k]!))).toBeCloseTo(want, 10);
      }
    }
  });

  test('which trials are the best', () => {
    for (const { gamma, trials, good, rest } of golden.splits) {
      const states = { complete: 'finished', pruned: 'stopped', running: 'running' } as const;
      const study: Study = {
        ...NOTHING,
        trials: trials.map(({ kind, losses }, number): StudyTrial => {
          const state = states[kind as keyof typeof states];
          const standing = state === 'running' ? [] : [Math.min(...losses)];
          return { number, params: { number }, state, losses, standing };
        }),
      };
      const split = goodAndRest(study, gamma);
      expect(split.good.map(({ number }) => number)).toEqual(good);
      expect(split.rest.map(({ number }) => number).sort(byNumber)).toEqual(rest);
    }
  });
});

describe('a density', () => {
  const place = fc.double({ min: 0, max: 1, noNaN: true });
  const cell = fc.nat(4);
  const five = { cells: [0, 0.1, 0.3, 0.35, 0.9, 1] };
  const supports: readonly Support[] = [
    { ...five, ordered: true },
    { ...five, ordered: false },
  ];
  const absent = fc.constant(Number.NaN);
  const spots = fc.array(
    fc.tuple(fc.oneof(cell, absent), fc.oneof(cell, absent)).map((xs) => Float64Array.from(xs)),
    { maxLength: 12 },
  );

  test('of cells adds up to 1, over all coordinates and over each that a point has', () => {
    fc.assert(
      fc.property(spots, fc.double({ min: 0.1, max: 5, noNaN: true }), (spots, prior) => {
        const { logDensity } = fitParzen(supports, spots, prior);
        const mass = (spot: readonly number[]) => Math.exp(logDensity(Float64Array.from(spot)));
        const each = [0, 1, 2, 3, 4];
        const pairs = each.flatMap((a) => each.map((b) => mass([a, b])));
        expect(sum(pairs)).toBeCloseTo(1, 10);
        expect(sum(each.map((a) => mass([a, Number.NaN])))).toBeCloseTo(1, 10);
        expect(sum(each.map((b) => mass([Number.NaN, b])))).toBeCloseTo(1, 10);
      }),
      { numRuns: 30 },
    );
  });

  test('of a continuum integrates to 1', () => {
    fc.assert(
      fc.property(fc.array(place, { maxLength: 12 }), (centers) => {
        const spots = centers.map((x) => Float64Array.of(x));
        const { logDensity } = fitParzen([CONTINUUM], spots, 1);
        const steps = 20_000;
        const heights = Array.from({ length: steps }, (_, i) =>
          Math.exp(logDensity(Float64Array.of((i + 0.5) / steps))),
        );
        expect(sum(heights) / steps).toBeCloseTo(1, 5);
      }),
      { numRuns: 10 },
    );
  });

  test('is what draws follow: chi-square over cells, at 1 in 1000', () => {
    const spots = [
      [0, 3],
      [3, 3],
      [4, Number.NaN],
      [3, 1],
    ].map((xs) => Float64Array.from(xs));
    const { logDensity, draw } = fitParzen(supports, spots, 0.5);
    const rng = rngFor('parzen test');
    const counts = new Map<string, number>();
    for (let i = 0; i < 20_000; i += 1) {
      const key = draw(rng).join();
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    let statistic = 0;
    for (let a = 0; a < 5; a += 1) {
      for (let b = 0; b < 5; b += 1) {
        const expected = 20_000 * Math.exp(logDensity(Float64Array.of(a, b)));
        statistic += ((counts.get(`${a},${b}`) ?? 0) - expected) ** 2 / expected;
      }
    }
    expect(statistic).toBeLessThan(51.18); // 24 degrees of freedom
  });
});

test('cells of an ordered coordinate hold the mass that SciPy says', () => {
  for (const { center, sigma, masses } of golden.steps) {
    const edges = [0, 0.2, 0.4, 0.6, 0.8, 1];
    const below = edges.map((edge) => normalCdf((edge - center) / sigma));
    const whole = below.at(-1)! - below[0]!;
    for (const [i, want] of masses.entries()) {
      expect((below[i + 1]! - below[i]!) / whole).toBeCloseTo(want, 12);
    }
  }
});

test('every value of a parameter lies in a cell of its own, and is drawn from it', () => {
  const distributions: readonly Distribution[] = [
    { kind: 'int_uniform', low: 3, high: 9 },
    { kind: 'uniform', low: 8, high: 60, scale: 'linear', q: 8 },
    { kind: 'uniform', low: 8, high: 64, scale: 'log', q: 8 },
    { kind: 'categorical', values: ['a', 'b', 'c'], probabilities: [0.2, 0.5, 0.3] },
    { kind: 'categorical', values: [0.1, 0.3, 1] },
  ];
  for (const distribution of distributions) {
    const { all, placeOf } = coordinatesOf({ x: distribution });
    const support = supportOf(all[0]!);
    for (let i = 0; i < all[0]!.size!; i += 1) {
      const { cells } = support;
      for (const part of [0.001, 0.5, 0.999]) {
        const value = valueAt(distribution, cells![i]! + part * (cells![i + 1]! - cells![i]!));
        expect(spotOf([support], placeOf({ x: value })!)).toEqual(Float64Array.of(i));
      }
    }
  }
});

test('of a cut front those are good that add most to the hypervolume', () => {
  const losses = [
    [0, 4],
    [1, 3.9],
    [2, 2],
    [2.1, 1.95],
    [4, 0],
    [5, 5],
  ];
  const points = losses.map((losses) => ({ losses }));
  expect(
    bestByVolume(points, 3)
      .map((point) => points.indexOf(point))
      .sort(),
  ).toEqual([0, 2, 4]);
  expect(bestByVolume(points, 9)).toHaveLength(6);
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}

function byNumber(a: unknown, b: unknown): number {
  return Number(a) - Number(b);
}
