import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawSplit } from '../../../src/core/data/draw-split.js';
import { DataError } from '../../../src/core/errors.js';

const cases = fc
  .record({
    sizes: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 12 }),
    seed: fc.integer(),
    valPart: fc.double({ min: 0, max: 1, noNaN: true }),
    trainPart: fc.double({ min: 0, max: 1, noNaN: true }),
  })
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

  it('gives each class its share, rounded up or down', () => {
    fc.assert(
      fc.property(cases, ({ labels, sizes, train, val, seed }) => {
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

function count(places: Uint32Array, labels: readonly number[], classes: number): number[] {
  const counts = Array<number>(classes).fill(0);
  for (const place of places) counts[labels[place]!]! += 1;
  return counts;
}
