import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Distribution, Params, SearchSpace } from '../../src/core/space.js';
import { createSampler } from '../../src/search/create-sampler.js';
import { samplerNamed } from '../../src/search/sampler-named.js';
import { ask, pointOf } from './asking.js';

const SPACE: SearchSpace = {
  learning_rate: { kind: 'normal', mu: 0, sigma: 0.1, log: false },
  dropout: { kind: 'uniform', low: 0, high: 0.5, scale: 'linear' },
};
const random = (space: SearchSpace, allows: (params: Params) => boolean = () => true, seed = 1) =>
  createSampler({ method: { type: 'random' }, space, seed, order: 'declared' }, allows);

test('a draw no trial could use is drawn again', () => {
  const allows = ({ learning_rate }: Params) => (learning_rate as number) > 0;
  for (let number = 0; number < 50; number += 1) {
    const redrawn = pointOf(random(SPACE, allows), number)!;
    expect(redrawn.learning_rate).toBeGreaterThan(0);
    const first = pointOf(random(SPACE), number)!;
    if (allows(first)) expect(redrawn).toEqual(first);
  }
});

test('a space without a usable point is an error, not an endless loop', () => {
  expect(() =>
    ask(
      random(SPACE, () => false),
      3,
      1,
    ),
  ).toThrow(/trial 3/);
});

test('another seed gives other values; a new parameter changes none of the old ones', () => {
  const one = pointOf(random(SPACE), 0)!;
  expect(pointOf(random(SPACE, undefined, 2), 0)).not.toEqual(one);
  const wider = { momentum: { kind: 'beta', a: 2, b: 2 } as const, ...SPACE };
  expect(pointOf(random(wider), 0)).toMatchObject(one);
});

test('values fill their range evenly', () => {
  const sampler = random(SPACE);
  const counts = [0, 0, 0, 0, 0];
  for (const { dropout } of ask(sampler, 0, 1000)) counts[Math.floor(Number(dropout) * 10)]! += 1;
  for (const count of counts) expect(Math.abs(count - 200)).toBeLessThan(60);
});

describe('over a finite space', () => {
  const proposed = (sampler: ReturnType<typeof random>) =>
    ask(sampler, 0, 20_000).map((params) => JSON.stringify(params));

  const values = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 });
  const categorical = values.map((values): Distribution => ({ kind: 'categorical', values }));
  /** Weights from none to rare to nearly all, some of them 0. */
  const weighted = fc
    .array(fc.constantFrom(0, 1e-12, 0.01, 1, 1000), { minLength: 1, maxLength: 4 })
    .filter((weights) => weights.some((weight) => weight > 0))
    .map((weights): Distribution => {
      const sum = weights.reduce<number>((total, weight) => total + weight, 0);
      const probabilities = weights.map((weight) => weight / sum);
      return { kind: 'categorical', values: weights.map((_, i) => `v${i}`), probabilities };
    });
  const whole = fc
    .tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: 0, max: 4 }))
    .map(([low, more]): Distribution => ({ kind: 'int_uniform', low, high: low + more }));
  const quantized = fc
    .tuple(fc.constantFrom(0.1, 1, 8), fc.integer({ min: 1, max: 3 }), fc.nat({ max: 3 }))
    .map(([q, first, more]): Distribution => {
      const [low, high] = [(first - 0.4) * q, (first + more + 0.3) * q];
      return { kind: 'uniform', low, high, scale: 'log', q };
    });
  const spaces = fc.dictionary(
    fc.constantFrom('a', 'b', 'c'),
    fc.oneof(categorical, weighted, whole, quantized),
    { minKeys: 1 },
  );
  /** The values that draws can give, counted without the sampler. */
  const distinct = (distribution: Distribution) => {
    if (distribution.kind === 'categorical') {
      const { values, probabilities } = distribution;
      return new Set(values.filter((_, i) => probabilities?.[i] !== 0)).size;
    }
    const { low, high, q = 1 } = distribution as { low: number; high: number; q?: number };
    return Math.floor(high / q + 1e-6) - Math.ceil(low / q - 1e-6) + 1;
  };

  test('every point that can be drawn comes once, then no more', () => {
    fc.assert(
      fc.property(spaces, fc.nat(), (space, seed) => {
        const sampler = random(space, undefined, seed);
        const points = proposed(sampler);
        expect(new Set(points).size).toBe(points.length);
        expect(points.length).toBe(
          Object.values(space).reduce((product, each) => product * distinct(each), 1),
        );
        expect(samplerNamed('random').size(space)).toBe(points.length);
        for (const [name, distribution] of Object.entries(space)) {
          if (distribution.kind !== 'categorical' || !distribution.probabilities) continue;
          for (const [i, probability] of distribution.probabilities.entries()) {
            if (probability === 0) expect(points.join()).not.toContain(`"${name}":"v${i}"`);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test('a number gives the same point whatever was asked before', () => {
    fc.assert(
      fc.property(spaces, fc.nat(), fc.array(fc.nat({ max: 40 })), (space, seed, numbers) => {
        const inOrder = proposed(random(space, undefined, seed));
        const sampler = random(space, undefined, seed);
        for (const number of numbers) {
          const params = pointOf(sampler, number);
          expect(params && JSON.stringify(params)).toEqual(inOrder[number]);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('points that no trial could use are left out, and the others still all come', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 30 }), fc.nat(), (n, seed) => {
        const space: SearchSpace = { a: { kind: 'int_uniform', low: 1, high: n } };
        const even = ({ a }: Params) => (a as number) % 2 === 0;
        expect(proposed(random(space, even, seed))).toHaveLength(Math.floor(n / 2));
      }),
      { numRuns: 30 },
    );
    const space: SearchSpace = { a: { kind: 'int_uniform', low: 1, high: 3 } };
    expect(() =>
      ask(
        random(space, () => false),
        0,
        1,
      ),
    ).toThrow(/trial 0/);
  });

  test('likely points come first', () => {
    const space: SearchSpace = {
      a: { kind: 'categorical', values: ['rare', 'often'], probabilities: [0.1, 0.9] },
    };
    const firsts = Array.from({ length: 200 }, (_, seed) => {
      return pointOf(random(space, undefined, seed), 0)!.a;
    });
    expect(firsts.filter((value) => value === 'often').length).toBeGreaterThan(160);
  });

  test('the last of ten thousand points is found as well as the first', () => {
    const space: SearchSpace = {
      a: { kind: 'int_uniform', low: 1, high: 100 },
      b: { kind: 'int_uniform', low: 1, high: 100 },
    };
    const points = proposed(random(space));
    expect(new Set(points).size).toBe(10_000);
  }, 20_000);
});
