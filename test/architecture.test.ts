import { readdirSync, readFileSync } from 'node:fs';
import { posix, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

/**
 * Holds the walls. Rooms are the folders of src; a room imports itself, what its row names, and
 * types from anywhere, as types are gone at run time.
 */
interface Room {
  readonly rooms: readonly string[];
  readonly packages: readonly string[];
  /** Whether it may touch the machine: files, processes, threads. */
  readonly node: boolean;
  /** Single modules of rooms it may not import as a whole. */
  readonly modules?: readonly string[];
}

/** What plug-ins say of themselves loads nothing heavy, so the main thread may read it. */
const TRAIN_REGISTRIES = [
  'train/backends/index.ts',
  'train/datasets/index.ts',
  'train/weights/index.ts',
  'train/optimizers/index.ts',
];

const ROOMS: Readonly<Record<string, Room>> = {
  core: { rooms: [], packages: [], node: false },
  search: { rooms: ['core'], packages: ['zod'], node: false },
  recipe: { rooms: ['core'], packages: ['zod'], node: false },
  config: {
    rooms: ['core', 'search', 'recipe'],
    packages: ['zod', 'yaml'],
    node: true,
    modules: TRAIN_REGISTRIES,
  },
  train: {
    rooms: ['core', 'recipe'],
    packages: ['zod', 'sharp', '@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-wasm'],
    node: true,
  },
  store: { rooms: ['core'], packages: ['better-sqlite3'], node: true },
  sweep: { rooms: ['core', 'search', 'recipe'], packages: ['piscina'], node: true },
  cli: {
    rooms: ['core', 'config', 'search', 'recipe', 'store', 'sweep'],
    packages: ['yargs', 'yargs/helpers'],
    node: true,
    modules: [
      ...TRAIN_REGISTRIES,
      'train/backends/install-tensorflow.ts',
      'train/fetch/cache-dir.ts',
    ],
  },
};

/** The one exception: keyed draws come from seedrandom, in this file alone. */
const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  'core/random.ts': ['seedrandom'],
};

/** Lists of plug-ins, one line each. No other folder has an index. */
const REGISTRIES = [
  'cli/commands/index.ts',
  'config/parameters/index.ts',
  'config/rules/index.ts',
  'recipe/augmentations/index.ts',
  'recipe/schedules/index.ts',
  'search/pruners/index.ts',
  'search/samplers/index.ts',
  'store/migrations/index.ts',
  ...TRAIN_REGISTRIES,
];

const MOST_LINES = 250;

const SRC = fileURLToPath(new URL('../src/', import.meta.url));
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.split(sep).join('/'));
const sources = new Map(files.map((file) => [file, readFileSync(`${SRC}${file}`, 'utf8')]));

interface Import {
  /** A path below src for our own modules, else the specifier. */
  readonly target: string;
  readonly lazy: boolean;
}

function importsOf(file: string): readonly Import[] {
  return specifiersOf(sources.get(file)!).map((found) => {
    return { ...found, target: resolve(file, found.target) };
  });
}

/** What a source imports at run time. */
function specifiersOf(text: string): readonly Import[] {
  const source = withoutComments(text);
  const fixed = /^(?:import|export)\s+(?!type\b)(?:[\w$*{},\s]+?\s+from\s+)?'([^']+)'/gm;
  const lazy = /(?<!typeof )\bimport\(\s*'([^']+)'/g;
  return [
    ...Array.from(source.matchAll(fixed), ([, target]) => ({ target: target!, lazy: false })),
    ...Array.from(source.matchAll(lazy), ([, target]) => ({ target: target!, lazy: true })),
  ];
}

function withoutComments(source: string): string {
  return source.replace(/^\s*(?:\/\*[\s\S]*?\*\/|\/\/.*$)/gm, '');
}

function resolve(file: string, target: string): string {
  if (!target.startsWith('.')) return target;
  return posix.join(posix.dirname(file), target).replace(/\.js$/, '.ts');
}

const isOurs = (target: string) => target.endsWith('.ts') && sources.has(target);
const roomOf = (file: string) => file.split('/')[0]!;

test('this test sees every way to import, and no types', () => {
  const source = `
    import type { A } from 'a';
    // import { B } from 'b';
    export type { C } from 'c';
    type D = typeof import('d');
    import 'e';
    import { F,
      type G } from 'f';
    import * as h from 'h';
    import i, { j } from './i.js';
    export { k } from 'k';
    export * from 'l';
    const m = await import('m');
  `.replaceAll('\n    ', '\n');
  const found = specifiersOf(source).map(({ target, lazy }) => (lazy ? `${target}?` : target));
  expect(found).toEqual(['e', 'f', 'h', './i.js', 'k', 'l', 'm?']);
});

describe('every module imports only what its room may', () => {
  test.each(files)('%s', (file) => {
    const room = ROOMS[roomOf(file)]!;
    expect(room, `${file} is in none of the rooms`).toBeDefined();
    const foreign = importsOf(file).filter(({ target }) => {
      if (target.startsWith('node:')) return !room.node;
      if (!isOurs(target)) {
        return !room.packages.includes(target) && !EXCEPTIONS[file]?.includes(target);
      }
      const owner = roomOf(target);
      const open = owner === roomOf(file) || room.rooms.includes(owner);
      return !open && !room.modules?.includes(target);
    });
    expect(foreign.map(({ target }) => target)).toEqual([]);
  });
});

test('every relative import names a module that is there', () => {
  for (const file of files) {
    for (const { target } of importsOf(file)) {
      if (target.endsWith('.ts')) expect(sources.has(target), `${file}: ${target}`).toBe(true);
    }
  }
});

test('the main thread never loads a tensor library', () => {
  const loaded = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    if (loaded.has(file)) return;
    loaded.add(file);
    for (const { target, lazy } of importsOf(file)) {
      // Outside train a lazy import runs on the main thread too; inside, only workers call it.
      if (lazy && roomOf(file) === 'train') continue;
      const path = [...trail, file, target].join(' -> ');
      expect(target.startsWith('@tensorflow/'), path).toBe(false);
      if (isOurs(target)) visit(target, [...trail, file]);
    }
  };
  visit('cli/main.ts', []);
  expect(loaded.size).toBeGreaterThan(50);
});

test('only the command line prints', () => {
  const printing = files.filter(
    (file) =>
      roomOf(file) !== 'cli' &&
      /\bconsole\.|process\.(?:stdout|stderr)\b/.test(withoutComments(sources.get(file)!)),
  );
  expect(printing).toEqual([]);
});

test('only the command line ends the process', () => {
  const ending = files.filter((file) =>
    /\bprocess\.exit\b/.test(withoutComments(sources.get(file)!)),
  );
  expect(ending.filter((file) => roomOf(file) !== 'cli')).toEqual([]);
});

test('no module has a default export', () => {
  const offenders = files.filter((file) =>
    /^export (?:default\b|\{[^}]*\bas default\b)/m.test(sources.get(file)!),
  );
  expect(offenders).toEqual([]);
});

test('only registries are called index', () => {
  const indexes = files.filter((file) => file.endsWith('/index.ts'));
  expect(indexes.filter((file) => !REGISTRIES.includes(file))).toEqual([]);
});

test('the only classes are errors', () => {
  const offenders = files.filter((file) =>
    Array.from(
      withoutComments(sources.get(file)!).matchAll(/^(?:export )?(?:abstract )?class .*$/gm),
    ).some(([line]) => !/ extends \w*Error\b/.test(line)),
  );
  expect(offenders).toEqual([]);
});

test(`no file is longer than ${MOST_LINES} lines, and half are at most 70`, () => {
  const lengths = files.map((file) => sources.get(file)!.trimEnd().split('\n').length);
  const long = files.filter((_, index) => lengths[index]! > MOST_LINES);
  expect(long).toEqual([]);
  expect(lengths.toSorted((a, b) => a - b)[Math.floor(files.length / 2)]).toBeLessThanOrEqual(70);
});

test('files are named in kebab-case', () => {
  const names = files.flatMap((file) => file.replace(/(?:\.d)?\.ts$/, '').split('/'));
  expect(names.filter((name) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name))).toEqual([]);
});
