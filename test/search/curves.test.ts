import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCurves } from '../../src/search/curves.js';
import type { Sorted } from '../../src/search/sorted.js';

const entries = (sorted: Sorted) => Array.from({ length: sorted.size }, (_, k) => sorted.at(k));
const rising = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b);

const trial = fc.nat(5);
const loss = fc.oneof(fc.double({ min: -9, max: 9, noNaN: true }), fc.constant(Infinity));
const steps = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.record({ trial, loss }) },
    { weight: 1, arbitrary: fc.record({ trial, loss: fc.constant(null) }) },
  ),
  { maxLength: 60 },
);

describe('curves', () => {
  test('at each epoch hold what all trials that came so far had there, in order', () => {
    fc.assert(
      fc.property(steps, (steps) => {
        const curves = createCurves();
        const plain: number[][] = Array.from({ length: 6 }, () => []);
        for (const { trial, loss } of steps) {
          if (loss === null) {
            curves.clear(trial);
            plain[trial] = [];
          } else {
            curves.add(trial, loss);
            plain[trial]!.push(loss);
          }
        }
        for (const [number, losses] of plain.entries()) expect(curves.of(number)).toEqual(losses);
        for (let epochs = 1; epochs <= 60; epochs += 1) {
          const there = plain.filter(({ length }) => length >= epochs);
          const means = there.map((losses) => {
            return losses.slice(0, epochs).reduce((sum, x) => sum + x, 0) / epochs;
          });
          const { losses, averages } = curves.at(epochs);
          expect(entries(losses)).toEqual(rising(there.map((losses) => losses[epochs - 1]!)));
          expect(entries(averages)).toEqual(rising(means));
          for (const value of [-1, 0, ...means]) {
            expect(averages.countBelow(value)).toBe(means.filter((mean) => mean < value).length);
          }
        }
      }),
    );
  });

  test('loaded whole are the same as those that came epoch by epoch, to the bit', () => {
    const any = fc.oneof(loss, fc.constant(Number.NaN), fc.constant(-Infinity));
    fc.assert(
      fc.property(fc.array(fc.array(any, { maxLength: 12 }), { maxLength: 6 }), (lists) => {
        const [loaded, added] = [createCurves(), createCurves()];
        for (const [number, losses] of lists.entries()) {
          loaded.load(number, losses);
          for (const each of losses) added.add(number, each);
        }
        for (const number of lists.keys()) {
          expect(loaded.of(number)).toEqual(added.of(number));
          loaded.clear(0);
          added.clear(0);
        }
        for (let epochs = 1; epochs <= 12; epochs += 1) {
          expect(entries(loaded.at(epochs).losses)).toEqual(entries(added.at(epochs).losses));
          expect(entries(loaded.at(epochs).averages)).toEqual(entries(added.at(epochs).averages));
        }
      }),
    );
  });

  test('are snapshots for whoever asked before', () => {
    const curves = createCurves();
    curves.add(3, 1);
    const before = curves.of(3);
    curves.add(3, 2);
    curves.clear(3);
    expect(before).toEqual([1]);
    expect(curves.of(3)).toEqual([]);
  });

  test('take what is no number for the worst', () => {
    const curves = createCurves();
    for (const loss of [1, Number.NaN, -Infinity]) curves.add(0, loss);
    expect(curves.of(0)).toEqual([1, Infinity, -Infinity]);
    expect(entries(curves.at(3).averages)).toEqual([Infinity]);
  });
});
