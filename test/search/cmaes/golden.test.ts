import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  firstDistribution,
  nextDistribution,
} from '../../../src/search/models/cmaes/distribution.js';
import { withMargin } from '../../../src/search/models/cmaes/margin.js';
import { strategyFor } from '../../../src/search/models/cmaes/strategy.js';
import { warmDistribution } from '../../../src/search/models/cmaes/warm-distribution.js';

interface Generation {
  readonly points: readonly (readonly number[])[];
  readonly losses: readonly number[];
  readonly mean: readonly number[];
  readonly sigma: number;
}
interface Golden {
  readonly runs: readonly {
    readonly dimensions: number;
    readonly population: number;
    readonly generations: readonly (Generation & { covariance: number[][] })[];
  }[];
  readonly margins: readonly {
    readonly sizes: readonly number[];
    readonly first: number;
    readonly population: number;
    readonly generations: readonly (Generation & { deviations: number[]; stretch: number[] })[];
  }[];
  readonly warm: {
    readonly points: readonly (readonly number[])[];
    readonly mean: readonly number[];
    readonly sigma: number;
    readonly covariance: readonly (readonly number[])[];
  };
}
const file = new URL('../../golden/search/cmaes.json', import.meta.url);
const golden = JSON.parse(readFileSync(file, 'utf8')) as Golden;

const close = (ours: readonly number[], theirs: readonly number[]) => {
  expect(ours).toHaveLength(theirs.length);
  for (const [i, want] of theirs.entries()) {
    expect(Math.abs(ours[i]! - want)).toBeLessThan(1e-7 * Math.max(1, Math.abs(want)));
  }
};
const bestFirst = ({ points, losses }: Generation) =>
  points
    .map((point, i) => ({ point, loss: losses[i]! }))
    .sort((a, b) => a.loss - b.loss)
    .map(({ point }) => point);

describe.each(golden.runs)(
  'given the samples of the package cmaes: $dimensions dimensions, $population a generation',
  ({ dimensions, population, generations }) => {
    test('mean, step size and covariance are its own, generation after generation', () => {
      const strategy = strategyFor(dimensions, population);
      let at = firstDistribution(new Array<number>(dimensions).fill(0.5), 0.3);
      for (const generation of generations) {
        at = nextDistribution(at, bestFirst(generation), strategy);
        close(at.mean, generation.mean);
        close([at.sigma], [generation.sigma]);
        close(at.covariance.flat(), generation.covariance.flat());
      }
    });
  },
);

describe.each(golden.margins)(
  'with a margin, over $sizes steps',
  ({ sizes, first, population, generations }) => {
    test('means and stretches are those of the package cmaes', () => {
      const strategy = strategyFor(sizes.length, population);
      const margin = 1 / (sizes.length * population);
      let at = firstDistribution(
        sizes.map(() => 0.45),
        first,
      );
      let stretch = sizes.map(() => 1);
      for (const generation of generations) {
        at = nextDistribution(at, bestFirst(generation), strategy);
        const corrected = sizes.map((size, i) => {
          const now = { mean: at.mean[i]!, stretch: stretch[i]! };
          const deviation = at.sigma * Math.sqrt(at.covariance[i]![i]!);
          return size === 0 ? now : withMargin(now, size, deviation, margin);
        });
        at = { ...at, mean: corrected.map(({ mean }) => mean) };
        stretch = corrected.map(({ stretch }) => stretch);
        close(at.mean, generation.mean);
        close([at.sigma], [generation.sigma]);
        close(stretch, generation.stretch);
      }
    });
  },
);

test('what an earlier sweep found gives the distribution of the package cmaes', () => {
  const { points, mean, sigma, covariance } = golden.warm;
  const ours = warmDistribution(points);
  close(ours.mean, mean);
  close([ours.sigma], [sigma]);
  close(ours.covariance.flat(), covariance.flat());
});
