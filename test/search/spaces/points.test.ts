import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Params, SearchSpace } from '../../../src/core/space.js';
import { createSampler } from '../../../src/search/create-sampler.js';
import { drawnAxes } from '../../../src/search/spaces/finite-points.js';
import { gridAxis } from '../../../src/search/spaces/grid-axis.js';
import { pointsOf } from '../../../src/search/spaces/points.js';
import { ask } from '../asking.js';
import { everyPoint, textOfPoint } from './brute-force.js';
import { spaces } from './random-spaces.js';

const create = (
  type: 'grid' | 'random',
  space: SearchSpace,
  seed = 3,
  allows: (params: Params) => boolean = () => true,
) =>
  createSampler(
    { method: { type }, space, seed, order: 'declared', constraints: ['true'] },
    allows,
  );
const unweighted = spaces({ finite: true }).map(
  (space): SearchSpace =>
    Object.fromEntries(
      Object.entries(space).map(([name, each]) => {
        if (each.kind !== 'categorical') return [name, each];
        const { probabilities, ...plain } = each;
        return [name, plain];
      }),
    ),
);

test('a grid takes each point that differs, once, as counted the slow way', () => {
  fc.assert(
    fc.property(unweighted, (space) => {
      const points = ask(create('grid', space), 0, 10_000);
      const texts = points.map((params) => textOfPoint(space, params));
      expect(new Set(texts).size).toBe(texts.length);
      expect(new Set(texts)).toEqual(everyPoint(space));
      expect(pointsOf(space, gridAxis).size).toBe(texts.length);
    }),
    { numRuns: 100 },
  );
});

test('draws give the same points, each once, those of probability 0 left out', () => {
  fc.assert(
    fc.property(spaces({ finite: true }), (space) => {
      const points = ask(create('random', space), 0, 10_000);
      const texts = points.map((params) => textOfPoint(space, params));
      expect(new Set(texts).size).toBe(texts.length);
      expect(new Set(texts)).toEqual(everyPoint(space));
      expect(drawnAxes(space).size).toBe(texts.length);
    }),
    { numRuns: 60 },
  );
});

test('what is not allowed is left out of a grid and of draws, and all else is there', () => {
  const allows = (params: Params) => JSON.stringify(params).length % 3 !== 0;
  fc.assert(
    fc.property(unweighted, fc.nat(), (space, seed) => {
      const whole = pointsOf(space, gridAxis);
      const all = Array.from({ length: whole.size! }, (_, i) => whole.at(i)).filter(allows);
      expect(ask(create('grid', space, seed, allows), 0, 10_000)).toEqual(all);
      const drawn = all.length > 0 ? ask(create('random', space, seed, allows), 0, 10_000) : [];
      const texts = (points: readonly Params[]) =>
        points.map((each) => JSON.stringify(each)).sort();
      expect(texts(drawn)).toEqual(texts(all));
    }),
    { numRuns: 40 },
  );
});

test('a parameter that is null is not one that is absent', () => {
  const space: SearchSpace = {
    c: { kind: 'categorical', values: [1, 2] },
    d: { kind: 'constant', value: null, when: { c: [1] } },
    a: { kind: 'categorical', values: [0, 1], when: { d: [null] } },
  };
  expect(ask(create('grid', space), 0, 9)).toEqual([
    { c: 1, d: null, a: 0 },
    { c: 1, d: null, a: 1 },
    { c: 2 },
  ]);
});

describe('the order of a grid', () => {
  test('is the order of the file, the last parameter fastest, options behind their choice', () => {
    const space: SearchSpace = {
      scheduler: {
        kind: 'categorical',
        values: ['constant', { type: 'step', step_size: 2 }],
        options: [null, { step_size: { kind: 'categorical', values: [2, 5] } }],
      },
      momentum: { kind: 'categorical', values: [0.8, 0.9], when: { optimizer: ['sgd'] } },
      optimizer: { kind: 'categorical', values: ['adam', 'sgd'] },
    };
    expect(ask(create('grid', space), 0, 100)).toEqual(
      ['constant', { type: 'step', step_size: 2 }, { type: 'step', step_size: 5 }].flatMap(
        (scheduler) => [
          { scheduler, optimizer: 'adam' },
          { scheduler, momentum: 0.8, optimizer: 'sgd' },
          { scheduler, momentum: 0.9, optimizer: 'sgd' },
        ],
      ),
    );
  });

  test('is found by a number alone, in a tree of 10^12 points, too', () => {
    const digit = { kind: 'int_uniform', low: 0, high: 9 } as const;
    const space: SearchSpace = {
      ...Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`p${i}`, digit])),
      fork: { kind: 'categorical', values: ['left', 'right'] },
      leaf: { ...digit, when: { fork: ['right'] } },
    };
    const { size, at } = pointsOf(space, gridAxis);
    expect(size).toBe(11e11);
    expect(at(11e11 - 1)).toEqual({
      ...Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`p${i}`, 9])),
      ...{ fork: 'right', leaf: 9 },
    });
    expect(at(0)).not.toHaveProperty('leaf');
  });
});
