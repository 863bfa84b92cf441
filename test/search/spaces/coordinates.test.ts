import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SearchSpace } from '../../../src/core/space.js';
import { createSampler } from '../../../src/search/create-sampler.js';
import { coordinatesOf } from '../../../src/search/spaces/coordinates.js';
import { valueAt } from '../../../src/search/spaces/distribution.js';
import { ask } from '../asking.js';
import { spaces } from './random-spaces.js';

const random = (space: SearchSpace, seed: number) =>
  createSampler({ method: { type: 'random' }, space, seed, order: 'declared' }, () => true);
const anySpace = fc.oneof(spaces({ finite: true }), spaces({ finite: false }));

test('the place of a point leads back to it, whatever hangs on what', () => {
  fc.assert(
    fc.property(anySpace, fc.nat(), (space, seed) => {
      const { all, paramsAt, placeOf } = coordinatesOf(space);
      for (const params of ask(random(space, seed), 0, 8)) {
        const place = placeOf(params);
        expect(place).toHaveLength(all.length);
        expect(place && paramsAt(place)).toEqual(params);
        expect(placeOf(paramsAt(place!))).toEqual(place);
      }
    }),
    { numRuns: 300 },
  );
});

test('names are unique, and what a point does not have is null in its place', () => {
  fc.assert(
    fc.property(anySpace, fc.nat(), (space, seed) => {
      const { all, placeOf } = coordinatesOf(space);
      expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
      for (const params of ask(random(space, seed), 0, 3)) {
        for (const [i, { name, distribution }] of all.entries()) {
          const u = placeOf(params)![i]!;
          const owner = name.split(/[.+]/)[0]!;
          if (!(owner in params)) expect(u).toBeNull();
          if (u === null || !(name in params)) continue;
          if (!('options' in space[name]!)) expect(valueAt(distribution, u)).toEqual(params[name]);
        }
      }
    }),
    { numRuns: 200 },
  );
});

describe('coordinates', () => {
  const space: SearchSpace = {
    seed: { kind: 'constant', value: 1 },
    scheduler: {
      kind: 'categorical',
      values: ['constant', { type: 'step', step_size: 2, gamma: 0.1 }],
      options: [
        null,
        {
          step_size: { kind: 'categorical', values: [2, 5] },
          gamma: { kind: 'uniform', low: 0.1, high: 0.5, scale: 'linear' },
        },
      ],
    },
    batch_size: { kind: 'categorical', values: [32, 64], zip: 'a' },
    epochs: { kind: 'categorical', values: [5, 9], zip: 'a' },
    learning_rate: { kind: 'derived', expression: '0.01 * batch_size / 32', defaults: {} },
    momentum: {
      kind: 'uniform',
      low: 0.5,
      high: 0.9,
      scale: 'linear',
      when: { scheduler: ['step'] },
    },
  };
  const { all, paramsAt, placeOf } = coordinatesOf(space);

  test('are named by what they are of, zipped parameters as one, derived ones not at all', () => {
    expect(all.map(({ name, size, ordered }) => [name, size, ordered])).toEqual([
      ['scheduler', 2, false],
      ['scheduler.step.step_size', 2, true],
      ['scheduler.step.gamma', null, true],
      ['batch_size+epochs', 2, true],
      ['momentum', null, true],
    ]);
  });

  test('take null for the middle where the point has something', () => {
    expect(paramsAt([0.9, null, null, 0, null])).toEqual({
      seed: 1,
      scheduler: { type: 'step', step_size: 5, gamma: expect.closeTo(0.3) },
      batch_size: 32,
      epochs: 5,
      learning_rate: 0.01,
      momentum: 0.7,
    });
    expect(paramsAt([0, 0, 0, 0.9, 0])).toEqual({
      ...{ seed: 1, scheduler: 'constant', batch_size: 64, epochs: 9, learning_rate: 0.02 },
    });
  });

  test('know no place of what the space does not have', () => {
    const point = paramsAt([0.9, 0.1, 0.1, 0.1, 0.1]);
    expect(placeOf(point)).not.toBeNull();
    expect(placeOf({ ...point, scheduler: 'cosine' })).toBeNull();
    expect(placeOf({ ...point, scheduler: { type: 'step', step_size: 3, gamma: 0.3 } })).toBeNull();
    expect(placeOf({ ...point, epochs: 9 })).toBeNull();
    const { momentum, ...without } = point;
    expect(placeOf(without)).toBeNull();
  });

  test('take a number out of reach for the nearest end, and options in any order', () => {
    const point = { ...paramsAt([0.9, 0.1, 0.1, 0.1, 0.1]), momentum: 2 };
    const scheduler = { gamma: 9, step_size: 2, type: 'step' };
    expect(placeOf({ ...point, scheduler })).toEqual([0.75, 0.25, 1, 0.25, 1]);
  });
});
