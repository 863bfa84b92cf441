import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { normalQuantile } from '../../../src/search/spaces/quantiles.js';
import { holm } from '../../../src/search/statistics/holm.js';
import { mcnemarExact, mcnemarMidP } from '../../../src/search/statistics/mcnemar.js';
import { tQuantile, tTwoSided } from '../../../src/search/statistics/student-t.js';
import { wilson } from '../../../src/search/statistics/wilson.js';

interface Golden {
  readonly quantiles: readonly { p: number; df: number; t: number }[];
  readonly tails: readonly { t: number; df: number; p: number }[];
  readonly wilson: readonly { right: number; n: number; low: number; high: number }[];
  readonly mcnemar: readonly { one: number; other: number; exact: number; mid: number }[];
  readonly holm: readonly { p: number[]; holm: number[] }[];
}

const golden = JSON.parse(
  readFileSync(new URL('../../golden/search/statistics.json', import.meta.url), 'utf8'),
) as Golden;

/** Equal to so many digits of the larger. */
function expectClose(actual: number, expected: number, relative = 1e-8): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(relative * Math.abs(expected) + 1e-15);
}

describe("statistics are SciPy's and statsmodels'", () => {
  test.each(golden.quantiles)("Student's t with $df: $p lies below $t", ({ p, df, t }) => {
    expectClose(tQuantile(p, df), t);
  });

  test.each(golden.tails)("Student's t with $df beyond $t: $p", ({ t, df, p }) => {
    expectClose(tTwoSided(t, df), p);
  });

  test.each(golden.wilson)("Wilson's interval of $right in $n", ({ right, n, low, high }) => {
    const ends = wilson(right / n, n, normalQuantile(0.975));
    expectClose(ends.low, low);
    expectClose(ends.high, high);
  });

  test.each(golden.mcnemar)('McNemar of $one against $other', ({ one, other, exact, mid }) => {
    expectClose(mcnemarExact(one, other), exact);
    expectClose(mcnemarMidP(one, other), mid);
    expect(mcnemarMidP(other, one)).toBe(mcnemarMidP(one, other));
  });

  test.each(golden.holm)("Holm's correction of $p", ({ p, holm: expected }) => {
    for (const [i, value] of holm(p).entries()) expectClose(value, expected[i]!);
  });
});

test("Student's t is normal where its degrees of freedom are endless", () => {
  expect(tQuantile(0.975, Number.POSITIVE_INFINITY)).toBeCloseTo(1.959964, 6);
  expect(tTwoSided(1.959964, Number.POSITIVE_INFINITY)).toBeCloseTo(0.05, 6);
});
