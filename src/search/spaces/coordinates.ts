import type { Distribution, Params, SearchSpace } from '../../core/space.js';
import { drawnAxis } from './finite-points.js';
import { holds } from './ties/condition.js';
import { isSettled, type Part, partsOf } from './ties/parts.js';
import { pointMaker } from './ties/point-maker.js';
import { isOrdered, settingOf, slotsOf } from './ties/slots.js';

/**
 * A space as numbers: what a sampler that learns works in. It needs to know neither kinds of
 * distributions nor how parameters hang together.
 */
export interface Coordinates {
  /**
   * In the order of the file, options behind their choice. Constants and derived parameters have none,
   * and zipped ones share one.
   */
  readonly all: readonly Coordinate[];
  /**
   * The point at a place. Of what the point turns out not to have, numbers mean nothing; null, where it
   * has something, stands for the middle.
   */
  paramsAt(place: Place): Params;
  /**
   * The place of a point; null: it is not of this space. A number out of reach is taken for the nearest
   * end; constants and derived parameters are not looked at.
   */
  placeOf(params: Params): Place | null;
}

/** For each coordinate a number in [0, 1]; null: the point does not have it. */
export type Place = readonly (number | null)[];

/** What is drawn at once: a parameter, an option of a choice, or several that are zipped. */
export interface Coordinate {
  /** Unique in its space: `learning_rate`, `scheduler.step.gamma`, `learning_rate+batch_size`. */
  readonly name: string;
  /** What its numbers stand for: `valueAt` and `unitOf`. */
  readonly distribution: Distribution;
  /** Number of distinct values; null: a continuum of them. */
  readonly size: number | null;
  /** Whether values near each other are alike: always in a continuum. */
  readonly ordered: boolean;
}

export function coordinatesOf(space: SearchSpace): Coordinates {
  const makePoint = pointMaker(space);
  const slots = slotsOf(space)
    .filter(({ formula }) => !formula)
    .map((slot) => ({ slot, parts: partsOf(slot) }));
  const names = Object.keys(space);
  const drawn = slots
    .toSorted((a, b) => names.indexOf(a.slot.names[0]!) - names.indexOf(b.slot.names[0]!))
    .flatMap(({ parts }) => parts.all.filter(({ distribution }) => !isSettled(distribution)));
  const placeIn = new Map(drawn.map(({ name }, place) => [name, place]));

  return {
    all: drawn.map(coordinate),
    paramsAt: (place) => makePoint((name) => place[placeIn.get(name)!] ?? 0.5),
    placeOf(params) {
      const place: (number | null)[] = drawn.map(() => null);
      for (const { slot, parts } of slots) {
        if (!holds(slot.when, params)) continue;
        const value = settingOf(slot, params);
        const units = value === undefined ? null : parts.unitsOf(value);
        if (!units) return null;
        for (const [name, u] of units) {
          const index = placeIn.get(name);
          if (index !== undefined) place[index] = u;
        }
      }
      return place;
    },
  };
}

function coordinate({ name, distribution }: Part): Coordinate {
  const size = drawnAxis(distribution)?.size ?? null;
  return { name, distribution, size, ordered: isOrdered(distribution) };
}
