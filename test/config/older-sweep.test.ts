import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { defaults01 } from '../../src/config/legacy/defaults-0-1.js';
import { readOlderSweep } from '../../src/config/legacy/read-older-sweep.js';
import { spelledOut } from '../../src/config/legacy/spelled-out.js';
import { parameters } from '../../src/config/parameters/index.js';
import { recipeFor } from '../../src/config/recipe-for.js';
import type { Params } from '../../src/core/space.js';
import type { OlderSpec } from '../../src/core/sweep.js';
import { fakeSpec } from '../fakes/specs.js';

const STORES = fileURLToPath(new URL('../stores/', import.meta.url));

interface OldTrial {
  readonly spec: OlderSpec;
  readonly params: Params;
}

/** Every trial that the kept databases hold, with its sweep. */
const trials = readdirSync(STORES)
  .filter((file) => file.endsWith('.sqlite'))
  .flatMap((file): readonly OldTrial[] => {
    const db = new Sqlite(readFileSync(STORES + file));
    const rows = db
      .prepare(
        'select spec, params from trials join sweeps on sweeps.id = sweep_id order by trials.id',
      )
      .all() as { spec: string; params: string }[];
    db.close();
    return rows.map(({ spec, params }) => ({ spec: JSON.parse(spec), params: JSON.parse(params) }));
  });

/** A program whose every default that can be changed has changed. */
const later: typeof recipeFor = (spec, params) =>
  recipeFor(
    { ...spec, defaults: { epochs: 99, imageSize: 96 } },
    {
      learning_rate: 0.5,
      scheduler: 'cosine',
      augmentation: 'crop-flip',
      unfrozen_layers: 3,
      optimizer: 'adamw',
      dropout: 0.5,
      label_smoothing: 0.1,
      batch_size: 64,
      normalization: 'imagenet',
      gradient_clip: 1,
      layer_lr_decay: 0.9,
      stem: 'small',
      pooling: 'max',
      head: { type: 'mlp', width: 9 },
      ...params,
    },
  );

test('defaults that change later do not change what an older trial trained with', () => {
  expect(trials.length).toBeGreaterThan(50);
  for (const { spec, params } of trials) {
    expect(readOlderSweep(spec, later).recipeOf(params)).toEqual(
      readOlderSweep(spec).recipeOf(params),
    );
  }
  const { spec } = readOlderSweep(trials[0]!.spec);
  expect(later(spec, {})).not.toEqual(recipeFor(spec, {}));
});

test('params that made no recipe make none', () => {
  const { recipeOf } = readOlderSweep(fakeSpec());
  expect(recipeOf({ momentum: 0, nesterov: true })).toBeNull();
  expect(recipeOf({ scheduler: 'no such' })).toBeNull();
  expect(recipeOf({ augmentation: ['color_jitter'] })).toBeNull();
  expect(recipeOf({ augmentation: [{ cutout: { fraction: 7 } }] })).toBeNull();
});

test('an option of the optimizer itself stands before a parameter of that name', () => {
  const { recipeOf } = readOlderSweep(fakeSpec());
  const optimizer = (params: Params) => recipeOf(params)!.training.optimizer;
  expect(optimizer({ optimizer: 'adam', momentum: 0.5 })).not.toHaveProperty('momentum');
  expect(optimizer({ optimizer: 'sgd', momentum: 0.5 })).toMatchObject({ momentum: 0.5 });
  const own = { type: 'sgd', momentum: 0.7 };
  expect(optimizer({ optimizer: own, momentum: 0.5 })).toMatchObject({ momentum: 0.7 });
});

test('a later parameter says what older trials did without it', () => {
  const own = ['epochs', 'image_size'];
  const missing = Object.keys(parameters).filter(
    (name) => !own.includes(name) && !(name in defaults01.fallbacks),
  );
  expect(missing, 'add them to defaults-0-1.ts').toEqual([]);
});

describe('leaves today nothing to decide', () => {
  const context = { ...fakeSpec(), augmentations: defaults01.sets };
  /** What choosing a type needs that has no default. */
  const NEEDED: Readonly<Record<string, object>> = { color_jitter: { hue: 0.1 } };

  test.each(Object.entries(defaults01.options.scheduler))('schedule %s', (type, options) => {
    const params = spelledOut({ scheduler: type }, defaults01);
    expect(recipeFor(context, params).pace.scheduler).toEqual({ type, ...options });
  });

  test.each(Object.entries(defaults01.options.optimizer))('optimizer %s', (type, options) => {
    const params = spelledOut({ optimizer: type }, defaults01);
    expect(recipeFor(context, params).training.optimizer).toEqual({ type, ...options });
  });

  test.each(Object.entries(defaults01.options.head))('head %s', (type, options) => {
    const params = spelledOut({ head: type }, defaults01);
    expect(recipeFor(context, params).training.head).toEqual({ type, ...options });
  });

  test.each(Object.entries(defaults01.transforms))('transform %s', (type, options) => {
    const needed = { ...NEEDED[type] };
    const params = spelledOut({ augmentation: [{ [type]: needed }] }, defaults01);
    expect(recipeFor(context, params).trunk.augmentation.transforms).toEqual([
      { type, ...options, ...needed },
    ]);
  });

  test.each(Object.entries(defaults01.sets))('augmentation set %s', (name, transforms) => {
    const { recipeOf } = readOlderSweep(fakeSpec());
    expect(recipeOf({ augmentation: name })!.trunk.augmentation).toEqual({ name, transforms });
  });
});
