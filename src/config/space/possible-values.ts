import type { Json } from '../../core/json.js';
import { rngFor } from '../../core/random.js';
import { PRECISIONS, type Precision } from '../../core/recipe.js';
import {
  type Distribution,
  listedValues,
  type Params,
  type SearchSpace,
} from '../../core/space.js';
import { valueAt } from '../../search/spaces/distribution.js';
import { drawnAxes } from '../../search/spaces/finite-points.js';
import { withOptions } from '../../search/spaces/options.js';
import { pointMaker } from '../../search/spaces/ties/point-maker.js';
import type { Path } from '../words/findings.js';

/** What layers of a sweep's trials may compute with. */
export function precisionsOf({ space }: { readonly space: SearchSpace }): readonly Precision[] {
  const { precision } = space;
  if (!precision) return ['float32'];
  const listed =
    precision.kind === 'derived'
      ? somePoints(space).map((params) => params.precision)
      : (listedValues(precision) ?? []);
  const taken = PRECISIONS.filter((each) => listed.includes(each));
  return precision.when && !taken.includes('float32') ? ['float32', ...taken] : taken;
}

/** A value that a parameter lists, and where in its entry: of options that are drawn, some of each. */
export function valuesIn(
  distribution: Distribution,
): readonly { readonly value: Json; readonly at: Path }[] {
  if (distribution.kind === 'constant') return [{ value: distribution.value, at: ['value'] }];
  if (distribution.kind !== 'categorical') return [];
  return distribution.values.flatMap((value, i) => {
    const options = Object.entries(distribution.options?.[i] ?? {});
    const all = options.reduce<readonly Json[]>(
      (values, [path, option]) =>
        values
          .flatMap((each) => someOf(option).map((own) => withOptions(each, { [path]: own })))
          .slice(0, MOST_OPTIONS),
      [value],
    );
    return all.map((each) => ({ value: each, at: ['values', i] }));
  });
}

const MOST_OPTIONS = 100;

function someOf(option: Distribution): readonly Json[] {
  const listed = listedValues(option);
  return listed ?? [...new Set([0, 0.5, 1 - 2 ** -53].map((u) => valueAt(option, u)))];
}

/** The largest number that a parameter of a space can take, as far as its numbers are bounded. */
export function largestOf(space: SearchSpace, name: string): number | undefined {
  return extremeOf(space, name, largestValue, Math.max);
}

export function smallestOf(space: SearchSpace, name: string): number | undefined {
  return extremeOf(space, name, smallestValue, Math.min);
}

export function largestValue(distribution: Distribution): number | undefined {
  return extreme(distribution, Math.max, 1);
}

export function smallestValue(distribution: Distribution): number | undefined {
  return extreme(distribution, Math.min, 0);
}

/** What a parameter can be, as far as it can be told; of a range its ends. */
export function someValuesOf(space: SearchSpace, name: string): readonly Json[] {
  const distribution = space[name];
  if (!distribution) return [];
  if (distribution.kind === 'derived') {
    return somePoints(space).flatMap(({ [name]: value }) => (value === undefined ? [] : [value]));
  }
  const listed = valuesIn(distribution).map(({ value }) => value);
  if (listed.length > 0) return listed;
  return [smallestValue(distribution), largestValue(distribution)].flatMap((value) =>
    value === undefined ? [] : [value],
  );
}

/** What a formula gives shows in points alone. */
function extremeOf(
  space: SearchSpace,
  name: string,
  extremeValue: (distribution: Distribution) => number | undefined,
  pick: (...numbers: number[]) => number,
): number | undefined {
  const distribution = space[name];
  if (!distribution) return undefined;
  if (distribution.kind !== 'derived') return extremeValue(distribution);
  const numbers = somePoints(space).flatMap(({ [name]: value }) =>
    typeof value === 'number' && Number.isFinite(value) ? [value] : [],
  );
  return numbers.length > 0 ? pick(...numbers) : undefined;
}

/** All points of a space, if there are few, or some of them: always the same ones. */
function somePoints(space: SearchSpace): readonly Params[] {
  const { size, at } = drawnAxes(space);
  if (size !== null && size <= MOST_POINTS) return Array.from({ length: size }, (_, i) => at(i));
  const makePoint = pointMaker(space);
  return Array.from({ length: MOST_POINTS }, (_, i) =>
    makePoint((name) => rngFor('some points', i, name)()),
  );
}

const MOST_POINTS = 1000;

function extreme(
  distribution: Distribution,
  pick: (...numbers: number[]) => number,
  u: 0 | 1,
): number | undefined {
  const listed = listedValues(distribution)?.filter((value) => typeof value === 'number');
  if (listed) return listed.length > 0 ? pick(...listed) : undefined;
  if (distribution.kind === 'int_uniform') return u === 1 ? distribution.high : distribution.low;
  if (distribution.kind === 'uniform') return valueAt(distribution, u) as number;
  return undefined;
}
