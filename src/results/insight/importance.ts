import type { Json } from '../../core/json.js';
import type { SearchSpace } from '../../core/space.js';
import { tableOf } from '../../search/importance/factors.js';
import { type Importance, importanceOf, type Share } from '../../search/importance/importance.js';
import { coordinatesOf } from '../../search/spaces/coordinates.js';
import { valueAt } from '../../search/spaces/distribution.js';
import { effectsOf, type ParameterEffects } from './effects.js';
import type { Tried } from './tried-points.js';

/** What matters in a sweep. */
export interface ImportanceView extends Tried {
  /** Points that are of the sweep's space: what is said is said of these. */
  readonly used: number;
  /** Names of what differs between them. */
  readonly varying: readonly string[];
  /** Fewest points to say anything of so many. */
  readonly needed: number;
  /** Share of the variance that the forest foretells; null: there is none. */
  readonly r2: number | null;
  /** Null: too few points, or the forest foretells too little. */
  readonly importance: Importance | null;
  /** By parameter, where points differ in it alone. */
  readonly effects: readonly ParameterEffects[];
  /** The same of points that may differ in the learning rate, too: each value stands by its best. */
  readonly atBestRate: readonly ParameterEffects[];
}

/** Below this share of variance foretold, what a forest says of its parameters is not shown. */
export const LEAST_R2 = 0.3;

export function viewImportance(tried: Tried): ImportanceView {
  const { sweep, points } = tried;
  const { space, metric, seed } = sweep.spec;
  const coordinates = coordinatesOf(space);
  const placed = points.flatMap((point) => {
    const place = coordinates.placeOf(point.params);
    return place ? [{ ...point, place }] : [];
  });
  const table = tableOf(
    coordinates.all,
    placed.map(({ place }) => place),
    placed.map(({ value }) => value),
  );
  const varying = table.factors.map(({ name }) => name);
  const needed = neededFor(varying.length);
  const differs = new Set(table.values).size > 1;
  const tries = { points, space, metric };
  const names = namesIn(space, points);
  const enough = placed.length >= needed && varying.length > 0 && differs;
  const importance = enough ? importanceOf(table, seed) : null;
  return {
    ...tried,
    used: placed.length,
    varying,
    needed,
    r2: importance?.r2 ?? null,
    importance: importance && importance.r2 >= LEAST_R2 ? importance : null,
    effects: names.map((name) => effectsOf(tries, name)).filter(isKnown),
    atBestRate: names
      .filter((name) => name !== RATE && names.includes(RATE))
      .map((name) => effectsOf(tries, name, RATE))
      .filter(isKnown),
  };
}

const RATE = 'learning_rate';

function isKnown({ effects }: ParameterEffects): boolean {
  return effects.length > 0;
}

/** Points that carry statements about so many parameters: twenty, and five for each. */
function neededFor(parameters: number): number {
  return Math.max(20, 5 * parameters);
}

/** Parameters that differ between points, of several zipped ones the first. */
function namesIn(space: SearchSpace, points: Tried['points']): readonly string[] {
  const zips = new Set<string>();
  return Object.keys(space).filter((name) => {
    const { zip, kind } = space[name]!;
    if (kind === 'derived') return false;
    if (zip !== undefined && zips.has(zip)) return false;
    if (zip !== undefined) zips.add(zip);
    return new Set(points.map(({ params }) => JSON.stringify(params[name]))).size > 1;
  });
}

/** What the forest expects at each value of a parameter, all else at random, in their order. */
export function marginalValues(
  { marginal, name }: Importance['factors'][number],
  space: SearchSpace,
): readonly { readonly value: Json; readonly expected: Share }[] {
  const own = coordinatesOf(space).all.find((each) => each.name === name);
  if (!own) return [];
  return marginal.map(({ center, value }) => {
    return { value: valueAt(own.distribution, center), expected: value };
  });
}
