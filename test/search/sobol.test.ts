import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rngFor } from '../../src/core/random.js';
import type { Params, SearchSpace } from '../../src/core/space.js';
import { createSampler } from '../../src/search/create-sampler.js';
import { owenScrambled } from '../../src/search/models/sobol/owen-scrambled.js';
import { SOBOL_DIMENSIONS, sobolBits } from '../../src/search/models/sobol/sobol-bits.js';
import { ask, pointOf } from './asking.js';

interface Golden {
  readonly dimensions: readonly number[];
  readonly points: readonly (readonly number[])[];
  readonly millionth: readonly number[];
  readonly sample: readonly (readonly number[])[];
  readonly discrepancy: { readonly sobol: number };
}
const file = new URL('../golden/search/sobol.json', import.meta.url);
const golden = JSON.parse(readFileSync(file, 'utf8')) as Golden;

const WORD = 2 ** 32;
const seeds = fc.integer({ min: 0, max: WORD - 1 });

test("without scrambling the points are SciPy's, in its order", () => {
  for (const [index, point] of golden.points.entries()) {
    const ours = golden.dimensions.map((dimension) => sobolBits(index, dimension) / WORD);
    expect(ours).toEqual(point);
  }
  expect(golden.millionth.map((_, dimension) => sobolBits(1e6, dimension) / WORD)).toEqual(
    golden.millionth,
  );
});

describe('scrambling', () => {
  test('keeps every elementary interval of a net filled alike', () => {
    fc.assert(
      fc.property(seeds, seeds, fc.integer({ min: 1, max: 7 }), fc.nat(3), (a, b, m, block) => {
        // The first two dimensions are a (0, m, 2)-net in base 2, and so is each block of 2^m points.
        const points = Array.from({ length: 2 ** m }, (_, i) => {
          const index = block * 2 ** m + i;
          return [owenScrambled(sobolBits(index, 0), a), owenScrambled(sobolBits(index, 1), b)];
        });
        for (let first = 0; first <= m; first += 1) {
          const cells = points.map(([x, y]) => {
            const [columns, rows] = [2 ** first, 2 ** (m - first)];
            return Math.floor((x! / WORD) * columns) * rows + Math.floor((y! / WORD) * rows);
          });
          expect(new Set(cells).size).toBe(2 ** m);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('maps numbers one to one, those with equal leading bits to such', () => {
    fc.assert(
      fc.property(seeds, seeds, seeds, (a, b, seed) => {
        const common = Math.clz32(a ^ b);
        expect(Math.clz32(owenScrambled(a, seed) ^ owenScrambled(b, seed))).toBe(common);
      }),
    );
  });

  test('puts a point anywhere with equal chances', () => {
    const rng = rngFor('scramblings');
    const eighths = new Array<number>(8).fill(0);
    for (let i = 0; i < 4000; i += 1) {
      eighths[Math.floor((owenScrambled(0x12345678, Math.floor(rng() * WORD)) / WORD) * 8)]! += 1;
    }
    // Chi-squared with 7 degrees of freedom is above 24.3 once in a thousand.
    const chi = eighths.reduce((sum, count) => sum + (count - 500) ** 2 / 500, 0);
    expect(chi).toBeLessThan(24.3);
  });
});

const range = { kind: 'uniform', low: 0, high: 1, scale: 'linear' } as const;
const CUBE: SearchSpace = { x: range, y: range, z: range };
const sampler = (
  type: string,
  space: SearchSpace,
  seed: number,
  allows: (params: Params) => boolean = () => true,
) => createSampler({ method: { type }, space, seed, order: 'declared' }, allows);
const cubeOf = (points: readonly Params[]) =>
  points.map(({ x, y, z }) => [Number(x), Number(y), Number(z)]);

/** L2-star discrepancy (Warnock 1972). */
function discrepancy(points: readonly (readonly number[])[]): number {
  const [n, d] = [points.length, points[0]!.length];
  const each = (f: (i: number) => number) =>
    Array.from({ length: d }, (_, i) => f(i)).reduce((product, factor) => product * factor, 1);
  let [single, double] = [0, 0];
  for (const p of points) {
    single += each((i) => 1 - p[i]! ** 2);
    for (const q of points) double += each((i) => 1 - Math.max(p[i]!, q[i]!));
  }
  return Math.sqrt(3 ** -d - (2 ** (1 - d) / n) * single + double / n ** 2);
}

test('fills a cube more evenly than random draws do, for every seed', () => {
  expect(discrepancy(golden.sample)).toBeCloseTo(golden.discrepancy.sobol, 12);
  for (let seed = 0; seed < 10; seed += 1) {
    const ours = discrepancy(cubeOf(ask(sampler('sobol', CUBE, seed), 0, 64)));
    const random = discrepancy(cubeOf(ask(sampler('random', CUBE, seed), 0, 64)));
    expect(ours).toBeLessThan(random / 2);
  }
});

test('a draw no trial could use is drawn again, and the others stay', () => {
  const allows = ({ x }: Params) => Number(x) > 0.5;
  const free = ask(sampler('sobol', CUBE, 3), 0, 40);
  const held = ask(sampler('sobol', CUBE, 3, allows), 0, 40);
  for (const [number, params] of held.entries()) {
    expect(allows(params)).toBe(true);
    if (allows(free[number]!)) expect(params).toEqual(free[number]);
  }
  expect(() =>
    pointOf(
      sampler('sobol', CUBE, 3, () => false),
      5,
    ),
  ).toThrow(/trial 5/);
});

test('every point of a finite space comes once, then no more', () => {
  const space: SearchSpace = {
    optimizer: { kind: 'categorical', values: ['sgd', 'adam'] },
    unfrozen_layers: { kind: 'int_uniform', low: 0, high: 5 },
    batch_size: { kind: 'categorical', values: [8, 16, 32] },
  };
  const points = ask(sampler('sobol', space, 5), 0, 100).map((params) => JSON.stringify(params));
  expect(points).toHaveLength(36);
  expect(new Set(points).size).toBe(36);
});

test('more parameters than the sequence has dimensions are drawn all the same', () => {
  const names = Array.from({ length: SOBOL_DIMENSIONS + 3 }, (_, i) => `p${i}`);
  const space: SearchSpace = Object.fromEntries(names.map((name) => [name, range]));
  const [one, two] = ask(sampler('sobol', space, 1), 0, 2);
  for (const name of names) expect(one![name]).not.toBe(two![name]);
});
