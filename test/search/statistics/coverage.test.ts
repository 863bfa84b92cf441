import { appendFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Scenario, type Simulated, simulate } from './simulated-sweeps.js';

// `bench/coverage.js` asks for more, and for the figures.
const { COVERAGE_SWEEPS = '200', COVERAGE_FIGURES } = process.env;
const SWEEPS = Number(COVERAGE_SWEEPS);

const USUAL = { ability: 2, abilities: 0.15, run: 0.06, replicate: 0.03, image: 2, taste: 0.7 };

const scenarios: readonly Scenario[] = [
  { ...USUAL, name: '10 recipes, once', recipes: 10, images: 400, runs: 1 },
  { ...USUAL, name: '40 recipes, once', recipes: 40, images: 400, runs: 1 },
  { ...USUAL, name: '10 equal recipes, once', recipes: 10, images: 400, runs: 1, abilities: 0 },
  { ...USUAL, name: '10 recipes, 3 runs', recipes: 10, images: 400, runs: 3 },
  { ...USUAL, name: '10 equal recipes, 3 runs', recipes: 10, images: 400, runs: 3, abilities: 0 },
  { ...USUAL, name: '2 recipes, 2 runs', recipes: 2, images: 400, runs: 2 },
  { ...USUAL, name: '10 recipes, 5 wild runs', recipes: 10, images: 1000, runs: 5, run: 0.3 },
  { ...USUAL, name: '20 recipes, top 5 with 3 runs', recipes: 20, images: 400, runs: 3, top: 5 },
  { ...USUAL, name: '10 recipes near 97 %, once', recipes: 10, images: 400, runs: 1, ability: 4.3 },
];

/** Enough to see that something broke. */
const quick = ['10 recipes, once', '10 equal recipes, 3 runs', '2 recipes, 2 runs'];

test.each(COVERAGE_FIGURES ? scenarios : scenarios.filter(({ name }) => quick.includes(name)))(
  'intervals, ties and the selection bias are right in simulated sweeps: $name',
  (scenario) => {
    const seen = Array.from({ length: SWEEPS }, (_, seed) => simulate(scenario, seed));
    const share = (of: (one: Simulated) => number | boolean) =>
      seen.reduce((sum, one) => sum + Number(of(one)), 0) / SWEEPS;
    const figures = {
      scenario: scenario.name,
      sweeps: SWEEPS,
      covered: share(({ covered }) => covered),
      winner: share(({ winnerCovered }) => winnerCovered),
      corrected: share(({ correctedCovered }) => correctedCovered),
      falselyApart: share(({ falselyApart }) => falselyApart),
      byHolm: share(({ falselyApartByHolm }) => falselyApartByHolm),
      holdsBest: share(({ holdsBest }) => holdsBest),
      tied: share(({ tied }) => tied),
      bias: share(({ bias }) => bias),
      saidBias: share(({ saidBias }) => saidBias),
    };
    if (COVERAGE_FIGURES) appendFileSync(COVERAGE_FIGURES, `${JSON.stringify(figures)}\n`);
    // Four standard errors of a share of so many sweeps.
    const error = 4 * Math.sqrt((0.05 * 0.95) / SWEEPS);
    expect(Math.abs(figures.covered - 0.95)).toBeLessThan(0.02 + error);
    expect(figures.corrected).toBeGreaterThan(0.95 - error);
    expect(figures.falselyApart).toBeLessThan(0.05 + error);
    expect(figures.holdsBest).toBeGreaterThan(0.95 - error);
    expect(Math.abs(figures.saidBias - figures.bias)).toBeLessThan(0.01);
  },
  3_600_000,
);
