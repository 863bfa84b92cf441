import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { drawNormal, rngFor } from '../../src/core/random.js';
import type { Params, SearchSpace } from '../../src/core/space.js';
import { tableOf } from '../../src/search/importance/factors.js';
import { growTree } from '../../src/search/importance/grow-tree.js';
import { importanceOf } from '../../src/search/importance/importance.js';
import { coordinatesOf, type Place } from '../../src/search/spaces/coordinates.js';

/** Importance of a function of `size` coordinates in [0, 1], some drawn points of it. */
function drawn(size: number, n: number, value: (place: readonly number[]) => number, noise = 0) {
  const rng = rngFor('importance test', size, n, noise);
  const places = Array.from({ length: n }, () => Array.from({ length: size }, () => rng()));
  const values = places.map((place) => value(place) + noise * drawNormal(rng));
  return of(places, values);
}

function of(places: readonly Place[], values: readonly number[]) {
  const coordinates = (places[0] ?? []).map((_, c) => ({
    ...{ name: `x${c}`, ordered: true, size: null },
    distribution: { kind: 'uniform', low: 0, high: 1, scale: 'linear' } as const,
  }));
  return importanceOf(tableOf(coordinates, places, values), 0);
}

/** How often a tree over so many points looks at a value. */
function readsOfTree(n: number): number {
  const rng = rngFor('reads', n);
  const places = Array.from({ length: n }, () => [rng(), rng()]);
  let reads = 0;
  const values = new Proxy(
    places.map(([a, b]) => a! * b!),
    {
      get(target, key) {
        reads += 1;
        return Reflect.get(target, key);
      },
    },
  );
  const coordinates = ['x0', 'x1'].map((name) => ({
    ...{ name, ordered: true, size: null },
    distribution: { kind: 'uniform', low: 0, high: 1, scale: 'linear' } as const,
  }));
  growTree(tableOf(coordinates, places, values), Array.from(places.keys()), 2);
  return reads;
}

function shares({ factors }: ReturnType<typeof importanceOf>) {
  return Object.fromEntries(factors.map(({ name, share }) => [name, share]));
}

describe('importance', () => {
  test('of a sum is what each addend adds to its variance', () => {
    const found = drawn(4, 300, ([a, b, c]) => 3 * a! + 2 * b! + c!);
    const { x0, x1, x2, x3 } = shares(found);
    expect(x0!.mean).toBeCloseTo(9 / 14, 1);
    expect(x1!.mean).toBeCloseTo(4 / 14, 1);
    expect(x2!.mean).toBeCloseTo(1 / 14, 1);
    expect(x3!.mean).toBeLessThan(0.01);
    expect(x0!.low).toBeLessThan(9 / 14);
    expect(x0!.high).toBeGreaterThan(9 / 14);
    expect(found.r2).toBeGreaterThan(0.9);
  });

  test('of a product is partly that of the pair', () => {
    const { factors, pairs, rest } = drawn(3, 300, ([a, b]) => a! * b!);
    for (const { share } of factors.slice(0, 2)) expect(share.mean).toBeCloseTo(3 / 7, 1);
    expect(pairs[0]!.names.toSorted()).toEqual(['x0', 'x1']);
    expect(pairs[0]!.share.mean).toBeCloseTo(1 / 7, 1);
    expect(rest.mean).toBeLessThan(0.05);
  });

  // Ishigami & Homma 1990, a = 7, b = 0.1: S1 0.314, S2 0.442, S3 0, S13 0.244.
  test("of Ishigami's function comes near Sobol's indices", () => {
    const { factors, pairs } = drawn(3, 600, (place) => {
      const [a, b, c] = place.map((u) => (2 * u - 1) * Math.PI);
      return Math.sin(a!) + 7 * Math.sin(b!) ** 2 + 0.1 * c! ** 4 * Math.sin(a!);
    });
    const own = Object.fromEntries(factors.map(({ name, share }) => [name, share]));
    const known = [
      [own.x0!, 0.314],
      [own.x1!, 0.442],
      [own.x2!, 0],
      [pairs[0]!.share, 0.244],
    ] as const;
    expect(pairs[0]!.names.toSorted()).toEqual(['x0', 'x2']);
    for (const [{ low, high }, index] of known) {
      expect(index).toBeGreaterThan(low - 0.05);
      expect(index).toBeLessThan(high + 0.05);
    }
  });

  test('of noise is not believed: nothing is foretold of points that were not seen', () => {
    expect(drawn(4, 100, () => 0, 1).r2).toBeLessThan(0.1);
  });

  test('is the same each time, and shares sum to one with what is left', () => {
    const run = () => drawn(3, 60, ([a, b]) => a! + b! ** 2, 0.1);
    expect(run()).toEqual(run());
    const { factors, pairs, rest } = run();
    const all = [...factors, ...pairs].reduce((sum, { share }) => sum + share.mean, rest.mean);
    expect(all).toBeCloseTo(1, 6);
  });

  test('of a conditional coordinate is what it does where it is there', () => {
    const rng = rngFor('conditional');
    const places: Place[] = Array.from({ length: 200 }, () => {
      const parent = rng();
      return [parent, parent < 0.5 ? rng() : null];
    });
    const values = places.map(([parent, child]) => (parent! < 0.5 ? child! : 2));
    const { x0, x1 } = shares(of(places, values));
    // f = child in one half of the space and 2 in the other: V = 0.5625 + 1/48 + the pair's 1/48.
    expect(x0!.mean).toBeCloseTo(0.5625 / 0.6042, 1);
    expect(x1!.mean).toBeCloseTo(1 / 48 / 0.6042, 1);
  });

  test('of four times as many points takes not much more than four times the work', () => {
    const ratio = readsOfTree(1600) / readsOfTree(400);
    expect(ratio).toBeGreaterThan(3);
    expect(ratio).toBeLessThan(8);
  });

  test('of values that do not differ is nothing', () => {
    const { factors, r2 } = drawn(2, 30, () => 1);
    expect(factors.every(({ share }) => share.mean === 0)).toBe(true);
    expect(r2).toBe(0);
  });
});

interface Golden {
  readonly cases: readonly {
    readonly name: string;
    readonly space: SearchSpace;
    readonly points: readonly Params[string][][];
    readonly values: readonly number[];
    readonly fanova: Readonly<Record<string, number>>;
  }[];
}

const golden: Golden = JSON.parse(
  readFileSync(new URL('../golden/search/importance.json', import.meta.url), 'utf8'),
);

describe.each(golden.cases)('beside Optuna: $name', ({ space, points, values, fanova }) => {
  const names = Object.keys(space);
  const coordinates = coordinatesOf(space);
  const places = points.map((point) => {
    return coordinates.placeOf(Object.fromEntries(names.map((name, i) => [name, point[i]!])))!;
  });
  const { factors } = importanceOf(tableOf(coordinates.all, places, values), 0);
  const whole = factors.reduce((sum, { share }) => sum + share.mean, 0);

  test('shares lie within 0.12 of its fANOVA', () => {
    for (const { name, share } of factors) {
      expect(Math.abs(share.mean / whole - fanova[name]!), name).toBeLessThan(0.12);
    }
  });

  test('what matters most is the same', () => {
    const first = Object.entries(fanova).sort(([, a], [, b]) => b - a)[0]![0];
    expect(factors[0]!.name).toBe(first);
  });
});

test('of a whole grid shares are those of its analysis of variance', () => {
  const { space, points, values } = golden.cases.find(({ name }) => name === 'recorded')!;
  const names = Object.keys(space);
  const coordinates = coordinatesOf(space);
  const places = points.map((point) => {
    return coordinates.placeOf(Object.fromEntries(names.map((name, i) => [name, point[i]!])))!;
  });
  const { factors } = importanceOf(tableOf(coordinates.all, places, values), 0);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const total = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  for (const [index, name] of names.entries()) {
    const levels = new Map<string, number[]>();
    for (const [p, point] of points.entries()) {
      const key = JSON.stringify(point[index]);
      levels.set(key, [...(levels.get(key) ?? []), values[p]!]);
    }
    const between = [...levels.values()].reduce((sum, level) => {
      const own = level.reduce((a, b) => a + b, 0) / level.length;
      return sum + level.length * (own - mean) ** 2;
    }, 0);
    const { share } = factors.find((factor) => factor.name === name)!;
    expect(Math.abs(share.mean - between / total), name).toBeLessThan(0.03);
  }
});
