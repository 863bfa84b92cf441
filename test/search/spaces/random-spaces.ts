import fc from 'fast-check';
import type { Json } from '../../../src/core/json.js';
import type { Condition, Distribution, SearchSpace, Ties } from '../../../src/core/space.js';
import { drawnAxis } from '../../../src/search/spaces/finite-points.js';

/** Spaces of every kind of tie: conditions on earlier and later parameters, options, zips, formulas. */
export function spaces({ finite }: { readonly finite: boolean }): fc.Arbitrary<SearchSpace> {
  const kinds = finite ? [listed, whole, quantized, choice] : [listed, whole, continuous, choice];
  const own = fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 4 });
  const all = own.chain((names) =>
    fc
      .tuple(
        fc.tuple(...names.map(() => fc.oneof(...kinds.map((kind) => kind())))),
        fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { maxLength: 3 }),
        fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
        fc.boolean(),
        fc.nat(),
      )
      .map(([distributions, ties, zipped, derived, turn]) => {
        const space: [string, Distribution][] = names.map((name, i) => [name, distributions[i]!]);
        for (const [a, b, value] of ties) tie(space, a, b, value);
        if (zipped !== undefined) space.push(...zip(zipped));
        if (derived) space.push(['sum', { kind: 'derived', expression: formula(names), defaults }]);
        const first = turn % space.length;
        return Object.fromEntries([...space.slice(first), ...space.slice(0, first)]);
      }),
  );
  return finite ? all.filter((space) => combinations(space) <= MOST_COMBINATIONS) : all;
}

/** So many that every one can be looked at. */
const MOST_COMBINATIONS = 500;

function combinations(space: SearchSpace): number {
  return Object.values(space).reduce((product, each) => product * (drawnAxis(each)?.size ?? 1), 1);
}

const NAMES = ['a', 'b', 'c', 'd', 'e'] as const;
const defaults = Object.fromEntries(NAMES.map((name) => [name, 1]));

function formula(names: readonly string[]): string {
  return names.map((name) => `(${name} == null ? 0 : 2)`).join(' + ');
}

function listed(): fc.Arbitrary<Distribution> {
  const values = fc.uniqueArray(fc.constantFrom(...VALUES), { minLength: 1, maxLength: 4 });
  return values.chain((list) =>
    fc.oneof(
      fc.constant<Distribution>({ kind: 'categorical', values: list }),
      fc.constant<Distribution>({ kind: 'constant', value: list[0]! }),
      fc
        .tuple(...list.map(() => fc.integer({ min: 0, max: 3 })))
        .filter((weights) => weights.some((weight) => weight > 0))
        .map((weights): Distribution => {
          const sum = weights.reduce((total, weight) => total + weight, 0);
          const probabilities = weights.map((weight) => weight / sum);
          return { kind: 'categorical', values: list, probabilities };
        }),
    ),
  );
}

const VALUES: readonly Json[] = [
  'sgd',
  'adam',
  1,
  2,
  0.5,
  true,
  null,
  { type: 'step', gamma: 0.5 },
];

function whole(): fc.Arbitrary<Distribution> {
  return fc
    .tuple(fc.integer({ min: -2, max: 2 }), fc.nat(3))
    .map(([low, more]): Distribution => ({ kind: 'int_uniform', low, high: low + more }));
}

function quantized(): fc.Arbitrary<Distribution> {
  return fc
    .nat(3)
    .map((more): Distribution => ({ kind: 'uniform', low: 1, high: 1 + more, scale: 'log', q: 1 }));
}

function continuous(): fc.Arbitrary<Distribution> {
  return fc.constantFrom<Distribution>(
    { kind: 'uniform', low: 1e-4, high: 0.1, scale: 'log' },
    { kind: 'uniform', low: -1, high: 1, scale: 'linear' },
    { kind: 'normal', mu: 0, sigma: 1, log: false },
    { kind: 'beta', a: 2, b: 3 },
  );
}

/** A choice, some of whose options are drawn. */
function choice(): fc.Arbitrary<Distribution> {
  const option = fc.oneof(whole(), quantized());
  return fc.tuple(option, option, fc.boolean()).map(([size, gamma, twice]): Distribution => {
    const first = 'low' in size ? size.low : 0;
    return {
      kind: 'categorical',
      values: [
        'constant',
        { type: 'step', step_size: first, gamma: 'low' in gamma ? gamma.low : 0 },
        ...(twice ? [{ type: 'step', step_size: 100, nested: [{ deep: first }] }] : []),
        { type: 'cosine' },
      ],
      options: [
        null,
        { step_size: size, gamma },
        ...(twice ? [{ 'nested.0.deep': size }] : []),
        null,
      ],
    };
  });
}

/** Gives one parameter a condition on another, if that makes no circle. */
function tie(space: [string, Distribution][], a: number, b: number, value: number): void {
  const [child, parent] = [space[a % space.length]!, space[b % space.length]!];
  const hangsOn = (name: string, on: string): boolean =>
    name === on ||
    Object.keys(space.find(([each]) => each === name)?.[1].when ?? {}).some((next) =>
      hangsOn(next, on),
    );
  if (hangsOn(parent[0], child[0])) return;
  const options: readonly Json[] = ['step', 'sgd', 1, 2, true, null];
  const when: Condition = {
    ...child[1].when,
    [parent[0]]: [options[value % options.length]!, options[(value + 1) % options.length]!],
  };
  child[1] = { ...child[1], when };
}

function zip(rows: number): [string, Distribution][] {
  const ties: Ties = { zip: 'z' };
  const values = Array.from({ length: rows }, (_, row) => row);
  return [
    ['zipped', { kind: 'categorical', values: values.map((row) => 10 ** -row), ...ties }],
    ['along', { kind: 'categorical', values: values.map((row) => `row ${row}`), ...ties }],
  ];
}
