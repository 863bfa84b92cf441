import { drawInt, rngFor } from '../../core/random.js';
import type { Table } from './factors.js';
import { growTree, predict, type Tree } from './grow-tree.js';

/** Trees, each grown on as many points, drawn with repeats (Breiman 2001, bagging alone). */
export interface Forest {
  readonly trees: readonly Tree[];
  /**
   * Share of the variance of the values that the trees foretell for points they did not see; at most 1,
   * below 0 where the mean would foretell better.
   */
  readonly r2: number;
}

/** Pure in the table and the seed. Values are taken as they are: finite. */
export function growForest(table: Table, seed: number): Forest {
  const n = table.values.length;
  const foretold = new Float64Array(n);
  const times = new Float64Array(n);
  const trees = Array.from({ length: TREES }, (_, t) => {
    const rng = rngFor('forest', seed, t);
    const points = Array.from({ length: n }, () => drawInt(rng, n));
    const tree = growTree(table, points, FEWEST);
    const seen = new Set(points);
    for (const [point, row] of table.rows.entries()) {
      if (seen.has(point)) continue;
      foretold[point]! += predict(tree, row, table.factors);
      times[point]! += 1;
    }
    return tree;
  });
  return { trees, r2: explained(table.values, foretold, times) };
}

const TREES = 64;

/** Points of a leaf, repeats counted. */
const FEWEST = 2;

function explained(values: readonly number[], foretold: Float64Array, times: Float64Array): number {
  const known = values.flatMap((value, p) =>
    times[p]! > 0 ? [{ value, guess: foretold[p]! / times[p]! }] : [],
  );
  const mean = known.reduce((sum, { value }) => sum + value, 0) / known.length;
  const error = known.reduce((sum, { value, guess }) => sum + (value - guess) ** 2, 0);
  const spread = known.reduce((sum, { value }) => sum + (value - mean) ** 2, 0);
  return spread === 0 ? 0 : 1 - error / spread;
}
