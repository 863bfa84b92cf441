import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Params, SearchSpace } from '../../src/core/space.js';
import type { SamplerDef } from '../../src/search/sampler.js';
import { samplers } from '../../src/search/samplers/index.js';
import { coordinatesOf } from '../../src/search/spaces/coordinates.js';
import type { Study, StudyTrial } from '../../src/search/study.js';
import { climber } from '../plug-ins/climber.js';
import { ask, NOTHING } from '../search/asking.js';
import { contains } from '../search/contains.js';
import { histories } from '../search/histories.js';

const SPACE: SearchSpace = {
  learning_rate: { kind: 'uniform', low: 1e-4, high: 1e-1, scale: 'log', count: 3 },
  batch_size: { kind: 'uniform', low: 8, high: 64, scale: 'linear', q: 8 },
  unfrozen_layers: { kind: 'int_uniform', low: 0, high: 5 },
  scheduler: { kind: 'categorical', values: ['constant', { type: 'step', step_size: 2 }] },
  dropout: { kind: 'constant', value: 0.1 },
};

/** (2 + 1) x 3 x 6 points. */
const FINITE: SearchSpace = {
  optimizer: { kind: 'categorical', values: ['sgd', 'adam'], probabilities: [0.9, 0.1] },
  nesterov: { kind: 'categorical', values: [true, false], when: { optimizer: ['sgd'] } },
  batch_size: { kind: 'uniform', low: 16, high: 32, scale: 'log', q: 8 },
  unfrozen_layers: { kind: 'int_uniform', low: 0, high: 5 },
};

/** Parameters that hang together in every way there is. */
const HANGING: SearchSpace = {
  optimizer: { kind: 'categorical', values: ['sgd', 'adam'] },
  momentum: {
    ...{ kind: 'uniform', low: 0, high: 0.9, scale: 'linear', count: 3 },
    when: { optimizer: ['sgd'] },
  },
  learning_rate: { kind: 'categorical', values: [0.1, 0.01, 0.001], zip: 'pace' },
  batch_size: { kind: 'categorical', values: [64, 32, 8], zip: 'pace' },
  scheduler: {
    kind: 'categorical',
    values: ['constant', { type: 'step', step_size: 1 }],
    options: [null, { step_size: { kind: 'int_uniform', low: 1, high: 9 } }],
  },
  weight_decay: { kind: 'derived', expression: 'learning_rate / 100' },
};

const spaces = { mixed: SPACE, finite: FINITE, hanging: HANGING };
const orders = ['declared', 'shuffled'] as const;
/** The stub holds the contract to a sampler that looks, whether or not the registry has one. */
const defs: readonly SamplerDef[] = [...Object.values(samplers), climber];
const cases = defs.flatMap((def) =>
  // To others than those that have an order the two are the same.
  (def.ordered ? orders : orders.slice(0, 1)).flatMap((order) =>
    Object.entries(spaces).map(([kind, space]) => ({ def, order, kind, space })),
  ),
);

test.each(Object.entries(samplers))('%s is listed under its own name', (name, def) => {
  expect(def.type).toBe(name);
});

describe.each(cases)('every sampler: $def.type, $order, $kind space', ({ def, order, space }) => {
  const create = (seed = 7) =>
    def.create({
      ...{ space, seed, order, options: def.options.parse({}) },
      ...{ coordinates: coordinatesOf(space), allows: () => true, cost: null },
    });
  const size = def.size(space);
  /** How many of `count` points asked for from `first` there are. */
  const there = (first: number, count: number) =>
    Math.min(count, Math.max(0, (size ?? Infinity) - first));
  const counts = fc.integer({ min: 1, max: 9 });
  const check = (property: (study: Study, count: number) => void) =>
    fc.assert(fc.property(histories(space), counts, property), { numRuns: 40 });

  test('finds nothing wrong with the space, with or without a cap', () => {
    for (const runCap of [null, 1, 1000]) {
      const notes = def.check?.(space, runCap, 'declared') ?? [];
      expect(notes.filter(({ warning }) => !warning)).toEqual([]);
    }
  });

  test('stays inside the space and names parameters in its order, whatever came before', () => {
    const { placeOf, paramsAt } = coordinatesOf(space);
    check((study, count) => {
      for (const params of ask(create(), study.trials.length, count, study)) {
        const names = Object.keys(params);
        expect(names).toEqual(Object.keys(space).filter((name) => names.includes(name)));
        // It has what its place has, and no more.
        const place = placeOf(params);
        expect(place, JSON.stringify(params)).not.toBeNull();
        expect(paramsAt(place!)).toEqual(params);
        for (const [name, value] of Object.entries(params)) {
          const distribution = space[name]!;
          const fixed = distribution.kind !== 'derived' && !('options' in distribution);
          if (fixed) expect(contains(distribution, value), `${name}: ${value}`).toBe(true);
        }
      }
    });
  });

  test('gives as many points as are asked for, as far as there are any', () => {
    check((study, count) => {
      const first = study.trials.length;
      expect(ask(create(), first, count, study)).toHaveLength(there(first, count));
    });
    const first = size === null ? 1e6 : size - 1;
    expect(ask(create(), first, 3)).toHaveLength(there(first, 3));
  });

  if (size !== null) {
    test('has every point of a finite space once, asked for a few while others still run', () => {
      const sampler = create();
      const trials: StudyTrial[] = [];
      for (;;) {
        const asked = ask(sampler, trials.length, 5, { ...NOTHING, trials });
        if (asked.length === 0) break;
        // Those of the ask before have ended by now.
        for (const [i, trial] of trials.entries()) {
          const losses = [(i * 7) % 11];
          if (trial.state === 'running') {
            trials[i] = { ...trial, state: 'finished', losses, standing: losses };
          }
        }
        for (const params of asked) {
          const number = trials.length;
          trials.push({ number, params, state: 'running', losses: [], standing: [] });
        }
      }
      const points = trials.map(({ params }) => JSON.stringify(params));
      expect(new Set(points).size).toBe(points.length);
      expect(points).toHaveLength(size);
    });
  }

  test('draws again what a trial can not use, and says so where it can use nothing', () => {
    // A grid is refused points only where it was said to be, and the stub has no end of draws.
    if (def.ordered || def === climber) return;
    const held = (allows: (params: Params) => boolean) =>
      def.create({
        ...{ space, seed: 7, order, options: def.options.parse({}) },
        ...{ coordinates: coordinatesOf(space), allows, cost: null },
      });
    const trials = ask(create(), 0, 24).map((params, number): StudyTrial => {
      return { number, params, state: 'finished', losses: [number], standing: [number] };
    });
    const adam = ({ optimizer, scheduler }: Params) =>
      optimizer === undefined ? scheduler === 'constant' : optimizer === 'adam';
    for (const params of ask(held(adam), 24, 4, { ...NOTHING, trials })) {
      expect(adam(params)).toBe(true);
    }
    if (def !== climber)
      expect(() =>
        ask(
          held(() => false),
          0,
          1,
        ),
      ).toThrow(/trial 0/);
  });

  test('answers in a study of a thousand trials', () => {
    if (size !== null) return;
    const trials = ask(create(), 0, 1000).map((params, number): StudyTrial => {
      const losses = [(number * 7919) % 1000];
      return { number, params, state: 'finished', losses, standing: losses };
    });
    expect(ask(create(), 1000, 2, { ...NOTHING, trials })).toHaveLength(2);
  });

  test('gives the same answer after a restart, whatever was asked in between', () => {
    check((study, count) => {
      const first = study.trials.length;
      const used = create();
      ask(used, 3, 4);
      ask(used, 0, 2, study);
      expect(ask(used, first, count, study)).toEqual(ask(create(), first, count, study));
    });
  });

  const drawn = !def.ordered || order === 'shuffled';
  test(`another seed gives ${drawn ? 'other' : 'the same'} points`, () => {
    const [ours, theirs] = [ask(create(), 0, 9), ask(create(8), 0, 9)];
    if (drawn) expect(theirs).not.toEqual(ours);
    else expect(theirs).toEqual(ours);
  });

  if (def.looks) {
    test('looks: once a few trials have ended, what they came to changes what is suggested', () => {
      const points = ask(create(), 0, 24);
      const suggested = (lossOf: (number: number) => number) => {
        const trials = points.map((params, number): StudyTrial => {
          const losses = [lossOf(number)];
          return { number, params, state: 'finished', losses, standing: losses };
        });
        return ask(create(), 24, 8, { ...NOTHING, trials });
      };
      expect(suggested((number) => number)).not.toEqual(suggested((number) => -number));
    });
  } else {
    test('does not look: any study gives the same points', () => {
      check((study, count) => {
        const first = study.trials.length;
        expect(ask(create(), first, count, study)).toEqual(ask(create(), first, count));
      });
    });

    test('is resumable: points asked for in pieces are those asked for at once', () => {
      const whole = ask(create(), 0, 30);
      expect([...ask(create(), 0, 3), ...ask(create(), 3, 2), ...ask(create(), 5, 25)]).toEqual(
        whole,
      );
      for (const number of [29, 3, 3, 11]) {
        expect(ask(create(), number, 1)).toEqual(whole.slice(number, number + 1));
      }
    });
  }
});
