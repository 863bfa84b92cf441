import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SearchSpace } from '../../src/core/space.js';
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

/** 2 x 3 x 6 points. */
const FINITE: SearchSpace = {
  optimizer: { kind: 'categorical', values: ['sgd', 'adam'], probabilities: [0.9, 0.1] },
  batch_size: { kind: 'uniform', low: 16, high: 32, scale: 'log', q: 8 },
  unfrozen_layers: { kind: 'int_uniform', low: 0, high: 5 },
};

const spaces = { mixed: SPACE, finite: FINITE };
const orders = ['declared', 'shuffled'] as const;
/** The stub holds the contract to a sampler that looks, whether or not the registry has one. */
const defs: readonly SamplerDef[] = [...Object.values(samplers), climber];
const cases = defs.flatMap((def) =>
  orders.flatMap((order) =>
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

  test('stays inside the space and names every parameter in its order, whatever came before', () => {
    check((study, count) => {
      for (const params of ask(create(), study.trials.length, count, study)) {
        expect(Object.keys(params)).toEqual(Object.keys(space));
        for (const [name, distribution] of Object.entries(space)) {
          expect(contains(distribution, params[name]!), `${name}: ${params[name]}`).toBe(true);
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
