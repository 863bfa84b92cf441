import fc from 'fast-check';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Values of JSON with up to `most` changes each, anywhere in their trees. */
export function mutatedJson(seeds: readonly unknown[], most = 3): fc.Arbitrary<Json> {
  const trees = seeds.map((seed) => JSON.parse(JSON.stringify(seed)) as Json);
  return fc
    .tuple(
      fc.nat(trees.length - 1),
      fc.array(change, { minLength: 1, maxLength: most, size: 'max' }),
    )
    .map(([seed, changes]) => changes.reduce<Json>((tree, apply) => apply(tree), trees[seed]!));
}

/** Repeating does not make more: what is sought are mistakes, not patience. */
const MOST_NODES = 20_000;

/** Values that programs forget. */
const ODD: readonly Json[] = [
  ...[null, true, false, 0, 1, -1, -0, 0.5, 1e308, -1e308, 5e-324, 2 ** 31, 2 ** 32, 2 ** 53],
  ...[
    '',
    ' ',
    '0',
    '-1',
    'NaN',
    '__proto__',
    'constructor',
    'toString',
    '\u0000',
    '\u202e',
    '\ud800',
  ],
  ...['../../etc/passwd', '=cmd|x', '\u001b[31m', 'x'.repeat(5000)],
  ...([[], {}, [[]], [null], { type: null }, { type: 'cosine' }, { type: 7 }, [1, 2, 3]] as Json[]),
];
const ODD_KEYS = [
  '',
  '__proto__',
  'constructor',
  'type',
  'values',
  'value',
  'min',
  'max',
  'toString',
];

const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const change: fc.Arbitrary<(tree: Json) => Json> = fc.oneof(
  fc.tuple(place, fc.constantFrom(...ODD)).map(([where, odd]) => replacing(where, () => odd)),
  fc.tuple(place, place).map(
    ([where, other]) =>
      (tree: Json) =>
        replacing(where, () => at(tree, other))(tree),
  ),
  fc
    .tuple(place, fc.constantFrom(1, 2, 30, 400))
    .map(([where, depth]) => replacing(where, (node) => nested(node, depth))),
  fc.tuple(place, place).map(([where, key]) => replacing(where, (node) => without(node, key))),
  fc
    .tuple(place, place, fc.constantFrom(...ODD_KEYS))
    .map(([where, key, name]) => replacing(where, (node) => renamed(node, key, name))),
  fc
    .tuple(place, fc.constantFrom(2, 100, 3000))
    .map(([where, times]) => replacing(where, (node) => repeated(node, times))),
);

function nodes(tree: Json): number {
  if (typeof tree !== 'object' || tree === null) return 1;
  return Object.values(tree).reduce<number>((sum, inner) => sum + nodes(inner), 1);
}

/** The tree with its node number `where` (a fraction) replaced. */
function replacing(where: number, by: (node: Json) => Json): (tree: Json) => Json {
  return (tree) => {
    let left = Math.floor(where * nodes(tree));
    const walk = (node: Json): Json => {
      if (left < 0) return node;
      left -= 1;
      if (left < 0) return by(node);
      if (Array.isArray(node)) return node.map(walk);
      if (typeof node !== 'object' || node === null) return node;
      return Object.fromEntries(Object.entries(node).map(([key, inner]) => [key, walk(inner)]));
    };
    return walk(tree);
  };
}

function at(tree: Json, where: number): Json {
  let found: Json = null;
  replacing(where, (node) => {
    found = node;
    return node;
  })(tree);
  return found;
}

function nested(node: Json, depth: number): Json {
  let inner = node;
  for (let i = 0; i < depth; i += 1) inner = i % 2 ? [inner] : { type: inner };
  return inner;
}

function without(node: Json, where: number): Json {
  if (Array.isArray(node)) return node.filter((_, i) => i !== Math.floor(where * node.length));
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node);
  return Object.fromEntries(entries.filter((_, i) => i !== Math.floor(where * entries.length)));
}

function renamed(node: Json, where: number, name: string): Json {
  if (Array.isArray(node) || typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node);
  const chosen = Math.floor(where * entries.length);
  return Object.fromEntries(entries.map(([key, inner], i) => [i === chosen ? name : key, inner]));
}

function repeated(node: Json, times: number): Json {
  if (nodes(node) * times > MOST_NODES) return node;
  if (Array.isArray(node)) return Array.from({ length: times }, () => node).flat();
  return typeof node === 'string' ? node.repeat(times).slice(0, 10_000) : [node, node];
}
