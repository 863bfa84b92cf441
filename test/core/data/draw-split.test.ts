import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawSplit } from '../../../src/core/data/draw-split.js';
import { DataError } from '../../../src/core/errors.js';

const part = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const sizesFrom = (min: number) => {
  return fc.array(fc.integer({ min, max: 40 }), { minLength: 1, maxLength: 12 });
};

const cases = asked(sizesFrom(1), part(0, 1), part(0, 1));
/** Every class has a share of one and more, and no need to take from others. */
const ample = asked(sizesFrom(10), part(0.2, 0.5), part(0.5, 1));

function asked(
  sizesOf: fc.Arbitrary<number[]>,
  valOf: fc.Arbitrary<number>,
  trainOf: fc.Arbitrary<number>,
) {
  return fc
    .record({ sizes: sizesOf, seed: fc.integer(), valPart: valOf, trainPart: trainOf })
    .map(({ sizes, seed, valPart, trainPart }) => {
      const all = sizes.reduce((a, b) => a + b, 0);
      const val = Math.floor(valPart * all);
      return {
        sizes,
        seed,
        val,
        train: Math.floor(trainPart * (all - val)),
        // Interleaved, as a source may list them in any order.
        labels: sizes
          .flatMap((n, c) => Array(n).fill(c) as number[])
          .sort((a, b) => ((a * 7) % 5) - ((b * 7) % 5)),
      };
    });
}

describe('drawing train and val from the training split', () => {
  it('gives exactly the counts asked for, disjoint and without repeats', () => {
    fc.assert(
      fc.property(cases, ({ labels, sizes, train, val, seed }) => {
        const split = drawSplit(labels, sizes.length, { train, val }, seed);
        expect(split.train.length).toBe(train);
        expect(split.val.length).toBe(val);
        expect(new Set([...split.train, ...split.val]).size).toBe(train + val);
      }),
    );
  });

  it('gives each class its share, rounded up or down, where that leaves none out', () => {
    fc.assert(
      fc.property(ample, ({ labels, sizes, train, val, seed }) => {
        const split = drawSplit(labels, sizes.length, { train, val }, seed);
        const inVal = count(split.val, labels, sizes.length);
        const inTrain = count(split.train, labels, sizes.length);
        for (const [c, size] of sizes.entries()) {
          const valShare = (val * size) / labels.length;
          const trainShare =
            labels.length === val ? 0 : (train * (size - inVal[c]!)) / (labels.length - val);
          expect(Math.abs(inVal[c]! - valShare)).toBeLessThan(1);
          expect(Math.abs(inTrain[c]! - trainShare)).toBeLessThan(1);
        }
      }),
    );
  });

  it('gives each class images to train on, and any of two to validate on, as far as they go', () => {
    fc.assert(
      fc.property(cases, ({ labels, sizes, train, val, seed }) => {
        const classes = sizes.length;
        const split = drawSplit(labels, classes, { train, val }, seed);
        const inVal = count(split.val, labels, classes);
        const inTrain = count(split.train, labels, classes);
        const judged = sizes.filter((size) => size > 1).length;
        // A val so large that classes must give all they have leaves nothing to train on.
        const spared = sizes.every((size, c) => inVal[c]! < size);
        expect(spared).toBe(val <= labels.length - classes);
        if (train >= classes && spared) expect(Math.min(...inTrain)).toBeGreaterThan(0);
        if (val >= judged && spared) {
          for (const [c, size] of sizes.entries())
            if (size > 1) expect(inVal[c]).toBeGreaterThan(0);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('takes what a small class lacks from the largest', () => {
    const labels = [...Array(100).fill(0), 1, 1, 2, 2, 3] as number[];
    const { train, val } = drawSplit(labels, 4, { train: 94, val: 10 }, 5);
    expect(count(val, labels, 4)).toEqual([8, 1, 1, 0]);
    expect(count(train, labels, 4)).toEqual([91, 1, 1, 1]);
  });

  it('is the draw of earlier versions, where that left no class out', () => {
    const labels = Array.from({ length: 60 }, (_, i) => (i % 5 < 3 ? i % 3 : 1));
    const { train, val } = drawSplit(labels, 3, { train: 20, val: 7 }, 11);
    expect([...val]).toEqual(GOLDEN.val);
    expect([...train]).toEqual(GOLDEN.train);
  });

  it('is even where the classes are: 25 of 10 equal classes are 2 or 3 each', () => {
    const labels = Array.from({ length: 500 }, (_, i) => i % 10);
    const { val } = drawSplit(labels, 10, { train: 100, val: 25 }, 3);
    expect([...count(val, labels, 10)].sort()).toEqual([2, 2, 2, 2, 2, 3, 3, 3, 3, 3]);
  });

  it('draws the same val however many train', () => {
    fc.assert(
      fc.property(cases, ({ labels, sizes, train, val, seed }) => {
        const some = drawSplit(labels, sizes.length, { train, val }, seed);
        const none = drawSplit(labels, sizes.length, { train: 0, val }, seed);
        expect(some.val).toEqual(none.val);
      }),
    );
  });

  it('is a function of the seed, and another draw for another seed', () => {
    const labels = Array.from({ length: 1000 }, (_, i) => i % 10);
    const draw = (seed: number) => drawSplit(labels, 10, { train: 100, val: 50 }, seed);
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1).train).not.toEqual(draw(2).train);
    expect(draw(1).val).not.toEqual(draw(2).val);
  });

  it('leaves no small class out while others round up', () => {
    const labels = [...Array(300).fill(0), ...Array(299).fill(1), 2, 2, 2] as number[];
    const { train } = drawSplit(labels, 3, { train: 100, val: 0 }, 0);
    expect(count(train, labels, 3)[2]).toBe(1);
  });

  it('refuses more images than there are', () => {
    expect(() => drawSplit([0, 1, 0, 1], 2, { train: 3, val: 2 }, 0)).toThrow(DataError);
  });
});

/** What 0.1.0 drew. */
const GOLDEN = {
  val: [0, 13, 14, 34, 35, 36, 43],
  train: [2, 3, 4, 6, 7, 24, 25, 26, 31, 32, 33, 42, 49, 51, 53, 54, 55, 56, 57, 58],
} as const;

function count(places: Uint32Array, labels: readonly number[], classes: number): number[] {
  const counts = Array<number>(classes).fill(0);
  for (const place of places) counts[labels[place]!]! += 1;
  return counts;
}
