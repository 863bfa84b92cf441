import { sum } from '../../../core/lists/sum.js';
/** What CMA-ES takes as given: all follow from the dimension and the population. */
export interface Strategy {
  readonly dimensions: number;
  /** Points of a generation. */
  readonly population: number;
  /** By rank, the best first; the worse half's are negative. */
  readonly weights: readonly number[];
  /** How many are recombined, and how many those count as. */
  readonly parents: number;
  readonly effective: number;
  readonly stepRate: number;
  readonly stepDamping: number;
  readonly pathRate: number;
  readonly rankOne: number;
  readonly rankMany: number;
  /** Length of a standard normal vector, on average. */
  readonly normalLength: number;
}

/** Hansen, "The CMA Evolution Strategy: A Tutorial", arXiv:1604.00772, table 1 (equations 49 to 58). */
export function strategyFor(dimensions: number, population: number): Strategy {
  const n = dimensions;
  const parents = Math.floor(population / 2);
  const raw = Array.from(
    { length: population },
    (_, i) => Math.log((population + 1) / 2) - Math.log(i + 1),
  );
  const effectiveOf = (some: readonly number[]) => sum(some) ** 2 / sum(some.map((w) => w * w));
  const effective = effectiveOf(raw.slice(0, parents));
  const rankOne = 2 / ((n + 1.3) ** 2 + effective);
  const rankMany = Math.min(
    1 - rankOne - 1e-8,
    (2 * (effective - 2 + 1 / effective)) / ((n + 2) ** 2 + effective),
  );
  const most = Math.min(
    1 + rankOne / rankMany,
    1 + (2 * effectiveOf(raw.slice(parents))) / (effective + 2),
    (1 - rankOne - rankMany) / (n * rankMany),
  );
  const up = sum(raw.filter((w) => w > 0));
  const down = -sum(raw.filter((w) => w < 0));
  const stepRate = (effective + 2) / (n + effective + 5);
  return {
    dimensions,
    population,
    weights: raw.map((w) => (w >= 0 ? w / up : (w * most) / down)),
    parents,
    effective,
    stepRate,
    stepDamping: 1 + 2 * Math.max(0, Math.sqrt((effective - 1) / (n + 1)) - 1) + stepRate,
    pathRate: (4 + effective / n) / (n + 4 + (2 * effective) / n),
    rankOne,
    rankMany,
    normalLength: Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n)),
  };
}
