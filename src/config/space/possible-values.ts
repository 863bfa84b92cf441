import { PRECISIONS, type Precision } from '../../core/recipe.js';
import { type Distribution, listedValues, type SearchSpace } from '../../core/space.js';
import { valueAt } from '../../search/spaces/distribution.js';

/** What layers of a sweep's trials may compute with. */
export function precisionsOf({ space }: { readonly space: SearchSpace }): readonly Precision[] {
  if (!space.precision) return ['float32'];
  const listed = listedValues(space.precision) ?? [];
  return listed.flatMap((value) => PRECISIONS.filter((precision) => precision === value));
}

/** The largest number that a parameter can take, as far as its numbers are bounded. */
export function largestValue(distribution: Distribution | undefined): number | undefined {
  return extreme(distribution, Math.max, 1);
}

export function smallestValue(distribution: Distribution | undefined): number | undefined {
  return extreme(distribution, Math.min, 0);
}

function extreme(
  distribution: Distribution | undefined,
  pick: (...numbers: number[]) => number,
  u: 0 | 1,
): number | undefined {
  if (distribution === undefined) return undefined;
  const listed = listedValues(distribution)?.filter((value) => typeof value === 'number');
  if (listed) return listed.length > 0 ? pick(...listed) : undefined;
  if (distribution.kind === 'int_uniform') return u === 1 ? distribution.high : distribution.low;
  if (distribution.kind === 'uniform') return valueAt(distribution, u) as number;
  return undefined;
}
