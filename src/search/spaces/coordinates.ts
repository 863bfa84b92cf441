import {
  type Distribution,
  listedValues,
  type Params,
  type SearchSpace,
} from '../../core/space.js';
import { valueAt } from './distribution.js';
import { drawnAxis } from './finite-points.js';
import { unitOf } from './unit-of.js';

/**
 * A space as numbers: what a sampler that learns works in. It needs to know neither kinds of
 * distributions nor how parameters hang together.
 */
export interface Coordinates {
  /** In the order of the file. Constants and derived parameters have none. */
  readonly all: readonly Coordinate[];
  /**
   * The point at a place. Of what the point turns out not to have, numbers mean nothing; null, where it
   * has something, stands for the middle.
   */
  paramsAt(place: Place): Params;
  /** The place of a point; null: it is not of this space. */
  placeOf(params: Params): Place | null;
}

/** For each coordinate a number in [0, 1]; null: the point does not have it. */
export type Place = readonly (number | null)[];

/** What is drawn at once: a parameter, an option of a choice, or several that are zipped. */
export interface Coordinate {
  /** Unique in its space. */
  readonly name: string;
  /** What its numbers stand for: `valueAt` and `unitOf`. */
  readonly distribution: Distribution;
  /** Number of distinct values; null: a continuum of them. */
  readonly size: number | null;
  /** Whether values near each other are alike: always in a continuum. */
  readonly ordered: boolean;
}

/** @param space of parameters that stand alone: no conditions, zips or options. */
export function coordinatesOf(space: SearchSpace): Coordinates {
  const names = Object.keys(space);
  const drawn = names.filter((name) => !isSettled(space[name]!));
  return {
    all: drawn.map((name) => coordinate(name, space[name]!)),
    paramsAt(place) {
      return Object.fromEntries(
        names.map((name) => {
          const index = drawn.indexOf(name);
          return [name, valueAt(space[name]!, (index < 0 ? null : place[index]) ?? 0.5)];
        }),
      );
    },
    placeOf(params) {
      try {
        return drawn.map((name) => unitOf(space[name]!, params[name]!));
      } catch {
        return null;
      }
    },
  };
}

function coordinate(name: string, distribution: Distribution): Coordinate {
  const size = drawnAxis(distribution)?.size ?? null;
  return { name, distribution, size, ordered: isOrdered(distribution) };
}

/** Numbers have an order, unless the file says that theirs means nothing. */
function isOrdered(distribution: Distribution): boolean {
  if (distribution.kind !== 'categorical') return true;
  const { values, ordered } = distribution;
  return ordered ?? values.every((value, i) => i === 0 || Number(value) > Number(values[i - 1]));
}

function isSettled(distribution: Distribution): boolean {
  return distribution.kind === 'derived' || listedValues(distribution)?.length === 1;
}
