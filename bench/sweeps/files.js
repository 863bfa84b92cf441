/**
 * @import { Json } from '#dist/core/json.js'
 * @import { Distribution, Params } from '#dist/core/space.js'
 * @import { SweepSpec } from '#dist/core/sweep.js'
 * @import { OpenedSweep, Point } from './types.js'
 */

import { fileURLToPath } from 'node:url';
import { allowsFor } from '#dist/config/allows.js';
import { loadSweep } from '#dist/config/file/load-sweep.js';
import { recipeFor } from '#dist/config/recipe-for.js';
import { cacheDir } from '#dist/machine/cache-dir.js';
import { createSampler } from '#dist/search/create-sampler.js';
import { studyOf } from '#dist/search/study.js';
import { sweepSize } from '#dist/sweep/points/counts.js';

/** The parameters that decide what a trial costs. */
const COSTLY = ['augmentation', 'unfrozen_layers'];

/**
 * A sweep file of this folder with changes to it as `thaw run` takes them (`set`: `key=value`).
 * `trials` caps the number of trials; null: as the file has it.
 *
 * @param {string} name
 * @param {{ set?: readonly string[], trials?: number | null }} [changes]
 * @returns {OpenedSweep}
 */
export function openSweep(name, { set = [], trials = null } = {}) {
  const file = fileURLToPath(new URL(`${name.toLowerCase()}.yaml`, import.meta.url));
  const flags = trials === null ? [] : ['--trials', String(trials)];
  const overrides = { set, ...(trials === null ? {} : { trials }) };
  const { spec } = loadSweep(file, overrides, cacheDir(process.env));
  return { file, spec, args: [...set.flatMap((change) => ['--set', change]), ...flags] };
}

/**
 * Changes that give a sweep other amounts of data and epochs.
 *
 * @param {Readonly<Record<'train' | 'val' | 'epochs', number | string>>} size
 */
export function sized({ train, val, epochs }) {
  return [`data.train=${train}`, `data.val=${val}`, `epochs=${epochs}`];
}

/**
 * Changes that leave one trial of each cost: a grid over augmentation and depth, or the one point
 * given, and one value of everything else.
 *
 * @param {Pick<SweepSpec, 'space'>} spec
 * @param {Point} [point]
 */
export function sampled({ space }, point = {}) {
  const changes = Object.entries(space).flatMap(([name, distribution]) => {
    if (name in point) return [`parameters.${name}={value: ${JSON.stringify(point[name])}}`];
    if (COSTLY.includes(name) || distribution.kind === 'constant') return [];
    return [`parameters.${name}={value: ${JSON.stringify(middle(distribution))}}`];
  });
  return ['method=grid', ...changes];
}

/**
 * How many trials of the sweep there are at each cost.
 *
 * @param {SweepSpec} spec
 * @returns {{ point: Point, trials: number }[]}
 */
export function costs(spec) {
  const counts = new Map();
  for (const params of draws(spec)) {
    const key = JSON.stringify(COSTLY.map((name) => params[name]));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, trials]) => {
    const values = JSON.parse(key);
    return { point: Object.fromEntries(COSTLY.map((name, i) => [name, values[i]])), trials };
  });
}

/**
 * What a contender may be given for inputs: the recipe of the sweep's first trial.
 *
 * @param {SweepSpec} spec
 */
export function firstRecipe(spec) {
  const [first] = draws(spec);
  if (!first) throw new Error(`${spec.name} has no trials`);
  return recipeFor(spec, first);
}

/**
 * @param {SweepSpec} spec
 * @returns {readonly Params[]}
 */
function draws(spec) {
  const sampler = createSampler(spec, allowsFor(spec));
  const study = studyOf(spec, []);
  return sampler.suggest({ first: 0, count: sweepSize(spec) ?? 0, study });
}

/**
 * @param {Exclude<Distribution, { kind: 'constant' }>} distribution
 * @returns {Json}
 */
function middle(distribution) {
  if (distribution.kind === 'categorical') return distribution.values[0] ?? null;
  if (!('scale' in distribution)) throw new Error(`no sweep here draws ${distribution.kind}`);
  const { low, high, scale } = distribution;
  return scale === 'log' ? Math.sqrt(low * high) : (low + high) / 2;
}
