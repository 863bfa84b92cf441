import type { Distribution } from '../../../core/space.js';
import type { Coordinate, Place } from '../../spaces/coordinates.js';
import { firstStep, lastStep, multiple } from '../../spaces/distribution.js';
import { unitOf } from '../../spaces/unit-of.js';

/** What a coordinate's kernels are like. */
export interface Support {
  /**
   * Of a coordinate with finitely many values: where in [0, 1] each of them begins, and 1 at the end;
   * null: a continuum, or so many in order that the narrowest kernel is wider.
   */
  readonly cells: readonly number[] | null;
  /** False: no value is nearer to one than to another. */
  readonly ordered: boolean;
}

/** A place in numbers only: of a coordinate with cells the cell's index; NaN where it has none. */
export type Spot = Float64Array;

export function supportOf({ distribution, size, ordered }: Coordinate): Support {
  const many = size === null || (ordered && size > MANY);
  return { cells: many ? null : cellsOf(distribution, size), ordered };
}

const MANY = 100;

export function spotOf(supports: readonly Support[], place: Place): Spot {
  return Float64Array.from(place, (u, j) => {
    const { cells } = supports[j]!;
    if (u === null) return Number.NaN;
    return cells ? cellAt(cells, u) : u;
  });
}

/** A place that the spot stands for: of a cell its middle. */
export function placeOf(supports: readonly Support[], spot: Spot): Place {
  return Array.from(spot, (x, j) => {
    const { cells } = supports[j]!;
    return cells ? middle(cells, x) : x;
  });
}

export function middle(cells: readonly number[], index: number): number {
  return (cells[index]! + cells[index + 1]!) / 2;
}

/** Where the values of a distribution that has finitely many begin. */
function cellsOf(distribution: Distribution, size: number): readonly number[] {
  if (distribution.kind === 'categorical') {
    const { values, probabilities } = distribution;
    let below = 0;
    const ends = values.map((_, i) => {
      below += probabilities?.[i] ?? 1 / values.length;
      return below;
    });
    return [0, ...ends.slice(0, -1), 1];
  }
  if (distribution.kind === 'uniform' && distribution.q !== undefined) {
    const { q, low, high, ...rest } = distribution;
    const unrounded = { kind: 'uniform', low, high, scale: rest.scale } as const;
    const first = firstStep(low, q);
    const between = Array.from({ length: lastStep(high, q) - first }, (_, i) =>
      unitOf(unrounded, multiple(first + i + 0.5, q)),
    );
    return [0, ...between, 1];
  }
  return Array.from({ length: size + 1 }, (_, i) => i / size);
}

/** Index of the cell that holds u. */
function cellAt(cells: readonly number[], u: number): number {
  let low = 0;
  let high = cells.length - 2;
  while (low < high) {
    const half = Math.ceil((low + high) / 2);
    if (cells[half]! <= u) low = half;
    else high = half - 1;
  }
  return low;
}
