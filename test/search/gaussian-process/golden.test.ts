import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { logImprovement } from '../../../src/search/models/gaussian-process/log-improvement.js';
import { marginalLikelihood } from '../../../src/search/models/gaussian-process/marginal-likelihood.js';
import { metricSpace } from '../../../src/search/models/gaussian-process/metric-space.js';
import { posterior } from '../../../src/search/models/gaussian-process/posterior.js';
import { coordinatesOf } from '../../../src/search/spaces/coordinates.js';

interface Golden {
  readonly cases: readonly {
    readonly points: readonly (readonly number[])[];
    readonly values: readonly number[];
    readonly rates: readonly number[];
    readonly scale: number;
    readonly noise: number;
    readonly asked: readonly (readonly number[])[];
    readonly mean: readonly number[];
    readonly variance: readonly number[];
    readonly likelihood: number;
    readonly gradient: readonly number[];
  }[];
  readonly improvement: readonly (readonly [number, number])[];
}
const file = new URL('../../golden/search/gaussian-process.json', import.meta.url);
const golden = JSON.parse(readFileSync(file, 'utf8')) as Golden;

const line = { kind: 'uniform', low: 0, high: 1, scale: 'linear' } as const;
const cube = (dimensions: number) =>
  metricSpace(
    coordinatesOf(Object.fromEntries(Array.from({ length: dimensions }, (_, i) => [`x${i}`, line])))
      .all,
  );
/** Relative to the larger of 1 and what is wanted. */
const close = (ours: ArrayLike<number>, theirs: readonly number[], tolerance: number) => {
  expect(ours).toHaveLength(theirs.length);
  for (const [i, want] of theirs.entries()) {
    expect(Math.abs(ours[i]! - want)).toBeLessThan(tolerance * Math.max(1, Math.abs(want)));
  }
};

describe.each(golden.cases.map((each) => ({ ...each, count: each.values.length })))(
  '$count points, as scikit-learn has them',
  ({ points, values, rates, scale, noise, asked, mean, variance, likelihood, gradient }) => {
    const metric = cube(rates.length);
    const known = points.map((point) => metric.encode(point));
    const hyperparameters = { rates, scale, noise };

    test('the posterior has its means and variances', () => {
      const process = posterior(metric, hyperparameters, known, values);
      const beliefs = asked.map((point) => process.at(metric.encode(point)));
      close(
        beliefs.map((belief) => belief.mean),
        mean,
        1e-8,
      );
      close(
        beliefs.map((belief) => belief.variance),
        variance,
        1e-8,
      );
    });

    test('the means at known points are those that it gives when asked there', () => {
      const process = posterior(metric, hyperparameters, known, values);
      close(
        process.means,
        known.map((point) => process.at(point).mean),
        1e-9,
      );
    });

    test('the likelihood has its value and its gradient', () => {
      const found = marginalLikelihood(metric, known, values)(hyperparameters);
      close([found.value], [likelihood], 1e-8);
      close(found.gradient, gradient, 1e-7);
    });

    test('the posterior rises as its slopes say', () => {
      const process = posterior(metric, hyperparameters, known, values);
      process.believe(metric.encode(asked[5]!));
      const step = 1e-5;
      for (const place of asked.slice(0, 5)) {
        const point = metric.encode(place);
        const { meanSlopes, varianceSlopes } = process.slopesAt(point);
        for (const k of place.keys()) {
          const [above, below] = [1, -1].map((sign) =>
            process.at(point.map((x, i) => (i === k ? x + sign * step : x))),
          );
          const rise = (of: 'mean' | 'variance') => (above![of] - below![of]) / (2 * step);
          close([meanSlopes[k]!, varianceSlopes[k]!], [rise('mean'), rise('variance')], 1e-4);
        }
      }
    });
  },
);

test('log expected improvement is that of long decimals, from near to far out', () => {
  for (const [z, want] of golden.improvement) {
    expect(Math.abs(logImprovement(z).value - want)).toBeLessThan(
      1e-9 * Math.max(1, Math.abs(want)),
    );
  }
});

test('its parts are its derivatives', () => {
  const step = 1e-4;
  for (const [z] of golden.improvement.filter(([z]) => Math.abs(z) < 50)) {
    const { density, distribution } = logImprovement(z);
    const rise = (logImprovement(z + step).value - logImprovement(z - step).value) / (2 * step);
    close([distribution], [rise], 1e-5);
    // phi + z Phi is the whole.
    expect(Math.abs(density + z * distribution - 1)).toBeLessThan(1e-6 * (1 + z * z));
  }
});
