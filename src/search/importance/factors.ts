import type { Coordinate, Place } from '../spaces/coordinates.js';

/** What a point may differ in, cut into cells: what trees split. */
export interface Factor {
  readonly name: string;
  /** Whether cells near each other are alike; else any set of them may go together. */
  readonly ordered: boolean;
  /** The share of the space that each cell takes; sums to 1. */
  readonly weights: readonly number[];
  /** A place in each cell. */
  readonly centers: readonly number[];
}

/** Points as cells of factors. */
export interface Table {
  readonly factors: readonly Factor[];
  /** By point and factor, the cell; ABSENT: the point does not have it. */
  readonly rows: readonly (readonly number[])[];
  /** One a point. */
  readonly values: readonly number[];
}

export const ABSENT = -1;

/**
 * Points as a table, without the coordinates in which they do not differ. Places of a continuum, or of
 * more than 32 values, share cells with their neighbors, each with about as many points. Ordered cells
 * reach half-way to the next value; values of a choice count alike.
 */
export function tableOf(
  coordinates: readonly Coordinate[],
  places: readonly Place[],
  values: readonly number[],
): Table {
  const columns = coordinates.flatMap(({ name, ordered }, c) => {
    const column = places.map((place) => place[c] ?? null);
    const cuts = cutsOf(column);
    if (cuts.length === 0) return [];
    const weights = ordered
      ? [...cuts, 1].map((end, i) => end - (cuts[i - 1] ?? 0))
      : [...cuts, 1].map(() => 1 / (cuts.length + 1));
    const cells = column.map((place) => (place === null ? ABSENT : cellOf(place, cuts)));
    const centers = weights.map((_, cell) => meanOf(column.filter((_, p) => cells[p] === cell)));
    return [{ factor: { name, ordered, weights, centers }, cells }];
  });
  return {
    factors: columns.map(({ factor }) => factor),
    rows: places.map((_, p) => columns.map(({ cells }) => cells[p]!)),
    values,
  };
}

const MOST_CELLS = 32;

/** Where one cell ends and the next begins, rising; none: there is one value only. */
function cutsOf(column: readonly (number | null)[]): readonly number[] {
  const sorted = column.filter((place) => place !== null).sort((a, b) => a - b);
  const distinct = [...new Set(sorted)];
  const between = distinct.slice(1).map((place, i) => (distinct[i]! + place) / 2);
  if (between.length < MOST_CELLS) return between;
  const wanted = Array.from({ length: MOST_CELLS - 1 }, (_, k) => {
    return sorted[Math.round(((k + 1) * sorted.length) / MOST_CELLS)]!;
  });
  return [
    ...new Set(wanted.map((place) => between.find((cut) => cut >= place) ?? between.at(-1)!)),
  ];
}

function cellOf(place: number, cuts: readonly number[]): number {
  const found = cuts.findIndex((cut) => place < cut);
  return found < 0 ? cuts.length : found;
}

function meanOf(places: readonly (number | null)[]): number {
  return places.reduce<number>((sum, place) => sum + (place ?? 0), 0) / places.length;
}
