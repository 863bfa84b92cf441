import { readdirSync, readFileSync } from 'node:fs';
import { posix, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

/**
 * Holds the walls. Rooms are the folders of src, from the ground up: a room imports itself and what
 * its row names, types included, for a type that lies in the wrong room is a wall in the wrong place.
 */
interface Room {
  /** Rooms it may import; a folder or a file of one where it may not import the whole. */
  readonly rooms: readonly string[];
  readonly packages: readonly string[];
  /** Whether it may touch the machine: files, processes, threads. */
  readonly node: boolean;
}

/** What plug-ins say of themselves loads nothing heavy, so the main thread may read it. */
const REGISTRIES_OF_WORKERS = [
  'device/backends/index.ts',
  'assets/datasets/index.ts',
  'assets/weights/index.ts',
  'train/step/optimizers/index.ts',
];

const ROOMS: Readonly<Record<string, Room>> = {
  core: { rooms: [], packages: [], node: false },
  machine: { rooms: ['core'], packages: [], node: true },
  search: { rooms: ['core'], packages: ['zod', 'jsep'], node: false },
  images: { rooms: ['core'], packages: ['zod'], node: false },
  schedules: { rooms: ['core'], packages: ['zod'], node: false },
  networks: { rooms: ['core'], packages: [], node: false },
  device: {
    rooms: ['core', 'machine', 'networks'],
    packages: ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-wasm'],
    node: true,
  },
  assets: { rooms: ['core', 'machine', 'networks'], packages: ['sharp'], node: true },
  train: {
    rooms: ['core', 'machine', 'images', 'schedules', 'networks', 'device', 'assets'],
    packages: ['zod', '@tensorflow/tfjs-core'],
    node: true,
  },
  worker: {
    rooms: [
      ...[
        'core',
        'machine/files/remove-file.ts',
        'images',
        'networks',
        'device',
        'assets',
        'train',
      ],
    ],
    packages: [],
    node: true,
  },
  dialects: {
    rooms: ['core', 'schedules', 'train/step/optimizers/index.ts'],
    packages: [],
    node: false,
  },
  config: {
    rooms: [
      ...[
        'core',
        'machine/expand-path.ts',
        'search',
        'images',
        'schedules',
        'networks',
        'dialects',
      ],
      ...REGISTRIES_OF_WORKERS,
    ],
    packages: ['zod', 'yaml'],
    node: true,
  },
  plan: {
    rooms: ['core', 'networks', 'schedules', 'train/step/optimizers/index.ts'],
    packages: [],
    node: false,
  },
  store: {
    rooms: ['core', 'machine'],
    packages: ['better-sqlite3', 'pg', 'devalue'],
    node: true,
  },
  sweep: {
    rooms: [
      ...['core', 'machine/files/remove-file.ts', 'machine/files/tree.ts', 'search', 'plan'],
      ...['store/port.ts', 'worker/protocol'],
    ],
    packages: ['piscina'],
    node: true,
  },
  /** Several machines: what a gateway and its agents say to each other, and both ends of it. */
  fleet: {
    rooms: [
      ...['core', 'machine', 'plan', 'store', 'sweep', 'worker/protocol', 'assets/packs'],
      ...['assets/datasets/index.ts', 'assets/weights/index.ts'],
    ],
    packages: ['pg-boss', 'zod', 'aws4fetch'],
    node: true,
  },
  results: {
    rooms: [
      'core',
      'search',
      'plan',
      'networks/index.ts',
      'store',
      'sweep/points/counts.ts',
      'fleet/protocol',
    ],
    packages: [],
    node: true,
  },
  charts: {
    rooms: ['core', 'results/documents', 'results/param-value.ts'],
    packages: ['d3-scale'],
    node: false,
  },
  exports: {
    rooms: [
      ...['core', 'machine', 'search', 'networks', 'store/port.ts', 'results'],
      ...['assets/tensor-files', 'assets/weights/export-metadata.ts'],
    ],
    packages: ['hyparquet-writer', 'pbf', 'better-sqlite3', 'yaml'],
    node: true,
  },
  /** Of its own: a page that must stand without a server, and a server that knows no such page. */
  report: {
    rooms: ['core', 'networks', 'results', 'charts'],
    packages: [],
    node: true,
  },
  server: {
    rooms: ['core', 'machine', 'store/port.ts', 'results', 'charts'],
    packages: [],
    node: true,
  },
  /** What runs in a browser: of the rooms below only what is pure, and types. */
  pages: {
    rooms: [
      ...['core', 'charts', 'results/documents', 'results/param-value.ts', 'server/api.ts'],
      ...['results/insight/metric-words.ts', 'results/insight/recipe-differences.ts'],
      'results/insight/comparison-words.ts',
    ],
    packages: ['preact', 'preact/hooks', '@preact/signals'],
    node: false,
  },
  app: {
    rooms: [
      ...['core', 'machine', 'config', 'search', 'plan', 'store', 'sweep', 'fleet', 'results'],
      ...['charts', 'exports', 'report', 'server'],
      ...['worker/protocol', 'device/backend.ts', 'device/install', 'assets/known-rates.ts'],
      ...['assets/tensor-files/check-tensor-file.ts', 'assets/cache/cached-folders.ts'],
      'assets/cache/verify-cache.ts',
      ...REGISTRIES_OF_WORKERS,
    ],
    packages: [],
    node: true,
  },
  cli: {
    rooms: [
      ...[
        'core',
        'machine',
        'networks',
        'plan',
        'store/port.ts',
        'sweep/observer.ts',
        'fleet/protocol',
        'fleet/client/desk.ts',
        'fleet/agent/agent-event.ts',
      ],
      ...['results', 'charts', 'exports/formats/index.ts', 'app'],
    ],
    packages: ['yargs'],
    node: true,
  },
};

/** The one exception: keyed draws come from seedrandom, in this file alone. */
const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  'core/random.ts': ['seedrandom'],
};

/** Lists of plug-ins, one line each. No other folder has an index. */
const REGISTRIES = [
  'charts/kinds/index.ts',
  'cli/commands/index.ts',
  'config/parameters/index.ts',
  'config/rules/index.ts',
  'exports/formats/index.ts',
  'fleet/artifacts/drivers/index.ts',
  'images/augmentations/index.ts',
  'networks/index.ts',
  'pages/views/index.ts',
  'results/advice/rules/index.ts',
  'schedules/kinds/index.ts',
  'search/pruners/index.ts',
  'search/samplers/index.ts',
  'store/index.ts',
  'store/postgres/migrations/index.ts',
  'store/sqlite/migrations/index.ts',
  ...REGISTRIES_OF_WORKERS,
];

const MOST_LINES = 250;

const SRC = fileURLToPath(new URL('../src/', import.meta.url));
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => file.split(sep).join('/'));
const sources = new Map(files.map((file) => [file, readFileSync(`${SRC}${file}`, 'utf8')]));

interface Import {
  /** A path below src for our own modules, else the specifier. */
  readonly target: string;
  readonly lazy: boolean;
  /** Gone at run time. */
  readonly type: boolean;
}

function importsOf(file: string): readonly Import[] {
  return specifiersOf(sources.get(file)!).map((found) => {
    return { ...found, target: resolve(file, found.target) };
  });
}

/** What a source imports. */
function specifiersOf(text: string): readonly Import[] {
  const source = withoutComments(text);
  const fixed = /^(?:import|export)\s+(type\s+)?(?:[\w$*{},\s]+?\s+from\s+)?'([^']+)'/gm;
  const called = /(typeof )?\bimport\(\s*'([^']+)'/g;
  return [
    ...Array.from(source.matchAll(fixed), ([, type, target]) => {
      return { target: target!, lazy: false, type: type !== undefined };
    }),
    ...Array.from(source.matchAll(called), ([, type, target]) => {
      return { target: target!, lazy: type === undefined, type: type !== undefined };
    }),
  ];
}

function withoutComments(source: string): string {
  return source.replace(/^\s*(?:\/\*[\s\S]*?\*\/|\/\/.*$)/gm, '');
}

function resolve(file: string, target: string): string {
  if (!target.startsWith('.')) return target;
  const source = posix.join(posix.dirname(file), target).replace(/\.js$/, '.ts');
  return sources.has(source) ? source : `${source}x`;
}

const isOurs = (target: string) => sources.has(target);
const roomOf = (file: string) => file.split('/')[0]!;

test('this test sees every way to import', () => {
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
  const found = specifiersOf(source).map(({ target, lazy, type }) => {
    return `${target}${lazy ? '?' : ''}${type ? ':' : ''}`;
  });
  expect(found).toEqual(['a:', 'c:', 'e', 'f', 'h', './i.js', 'k', 'l', 'd:', 'm?']);
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
      return ![roomOf(file), ...room.rooms].some(
        (open) => target === open || target.startsWith(`${open}/`),
      );
    });
    expect(foreign.map(({ target }) => target)).toEqual([]);
  });
});

test('rooms import downward only', () => {
  const order = Object.keys(ROOMS);
  const upward = order.flatMap((room, place) =>
    ROOMS[room]!.rooms.filter((open) => order.indexOf(open.split('/')[0]!) >= place),
  );
  expect(upward).toEqual([]);
});

test('no modules import each other in a circle, types included', () => {
  const done = new Set<string>();
  const trail: string[] = [];
  const visit = (file: string): void => {
    const at = trail.indexOf(file);
    expect(at < 0 ? [] : [...trail.slice(at), file]).toEqual([]);
    if (done.has(file)) return;
    trail.push(file);
    for (const { target } of importsOf(file)) if (isOurs(target)) visit(target);
    trail.pop();
    done.add(file);
  };
  for (const file of files) visit(file);
});

test('no folder holds more than sixteen modules side by side', () => {
  const held = new Map<string, number>();
  for (const file of files) {
    const folder = posix.dirname(file);
    held.set(folder, (held.get(folder) ?? 0) + 1);
  }
  expect([...held].filter(([, count]) => count > 16)).toEqual([]);
});

test('no room holds more than 15 % of the code', () => {
  const sizes = new Map<string, number>();
  for (const [file, source] of sources) {
    sizes.set(roomOf(file), (sizes.get(roomOf(file)) ?? 0) + source.split('\n').length);
  }
  const whole = [...sizes.values()].reduce((sum, size) => sum + size);
  expect([...sizes].filter(([, size]) => size > 0.15 * whole)).toEqual([]);
});

test('starting up loads nothing heavy', () => {
  const loaded = new Set<string>();
  const visit = (target: string, trail: readonly string[]): void => {
    const path = [...trail, target].join(' -> ');
    expect(isOurs(target) || target.startsWith('node:'), path).toBe(true);
    if (!isOurs(target) || loaded.has(target)) return;
    loaded.add(target);
    for (const { target: next, lazy, type } of importsOf(target)) {
      if (!type && !lazy) visit(next, [...trail, target]);
    }
  };
  visit('cli/main.ts', []);
  // Nor does declaring the commands, which `--help` and a wrong flag need.
  visit('cli/commands/index.ts', []);
  const isLight = (file: string) => /^(?:cli|core|machine|exports\/formats)\//.test(file);
  expect([...loaded].filter((file) => !isLight(file))).toEqual([]);
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
    for (const { target, lazy, type } of importsOf(file)) {
      // A plug-in's lazy import runs in a worker; any other may run on the main thread.
      if (type || (lazy && ['device', 'assets'].includes(roomOf(file)))) continue;
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

// A line that ends in a colon is of Python.
test('the only classes are errors', () => {
  const offenders = files.filter((file) =>
    Array.from(
      withoutComments(sources.get(file)!).matchAll(/^(?:export )?(?:abstract )?class .*[^:]$/gm),
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

test('every module that the guide to the code names is there', () => {
  const guide = readFileSync(new URL('../docs/architecture.md', import.meta.url), 'utf8');
  const named = Array.from(guide.matchAll(/`([a-z0-9-]+\/[a-z0-9/-]+\.ts)`/g), ([, file]) => file!);
  expect(named.length).toBeGreaterThan(40);
  const isThere = (file: string) => sources.has(file) || file === 'test/architecture.test.ts';
  expect(named.filter((file) => !isThere(file))).toEqual([]);
});

test('files are named in kebab-case', () => {
  const names = files.flatMap((file) => file.replace(/(?:\.d)?\.tsx?$/, '').split('/'));
  expect(names.filter((name) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name))).toEqual([]);
});
