import type { Rng } from '../../../core/random.js';
import { columnOf } from './columns.js';
import type { Spot, Support } from './supports.js';

/** A density over places. */
export interface Parzen {
  logDensity(spot: Spot): number;
  draw(rng: Rng): Spot;
}

/**
 * A mixture of kernels, one at each spot, and of the space's own distribution, which weighs
 * `priorWeight`. A kernel is a product over coordinates, so that what goes together is kept
 * ("multivariate" in Optuna; Falkner, Klein & Hutter, ICML 2018). Where a spot lacks a coordinate, its
 * kernel is spread evenly; where the place looked at does, that coordinate is left out. So one
 * mixture serves spaces with conditions.
 */
export function fitParzen(
  supports: readonly Support[],
  spots: readonly Spot[],
  priorWeight: number,
): Parzen {
  const total = spots.length + priorWeight;
  const logWeights = new Float64Array(spots.length + 1).fill(-Math.log(total));
  logWeights[spots.length]! += Math.log(priorWeight);
  const columns = supports.map((support, j) =>
    columnOf(
      support,
      Float64Array.from(logWeights, (_, k) => spots[k]?.[j] ?? Number.NaN),
    ),
  );
  const sums = new Float64Array(logWeights.length);

  return {
    logDensity(spot) {
      sums.set(logWeights);
      for (const [j, column] of columns.entries()) {
        if (!Number.isNaN(spot[j]!)) column.add(spot[j]!, sums);
      }
      return logSumExp(sums);
    },
    draw(rng) {
      const kernel = Math.min(Math.floor(rng() * total), spots.length);
      return Float64Array.from(columns, (column) => column.draw(kernel, rng));
    },
  };
}

function logSumExp(values: Float64Array): number {
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) if (value > max) max = value;
  let sum = 0;
  for (const value of values) sum += Math.exp(value - max);
  return max + Math.log(sum);
}
