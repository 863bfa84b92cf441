import { keyOf, type Recipe } from '../core/recipe.js';
import type { Params } from '../core/space.js';

/**
 * Points that are there already: by their params, in whatever order, and by the recipe they make, so
 * that what differs in words alone is not trained twice.
 */
export interface KnownPoints {
  /** The number of an equal point that is there; undefined: from now on this one is. */
  meet(point: PointMet): number | undefined;
}

export interface PointMet {
  readonly number: number;
  readonly params: Params;
  /** Null: its params make none. */
  readonly recipe: Recipe | null;
}

export function createKnownPoints(): KnownPoints {
  const parts = new Map<string, number>();
  const met = new Map<string, number>();

  /** The text of a part is long, and many recipes have it. */
  function shortened(part: Recipe[keyof Recipe]): number {
    const text = keyOf(part);
    const number = parts.get(text) ?? parts.size;
    parts.set(text, number);
    return number;
  }

  return {
    meet({ number, params, recipe }) {
      const keys = [
        JSON.stringify(Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1))),
        ...(recipe ? [Object.values(recipe).map(shortened).join()] : []),
      ];
      const known = keys.map((key) => met.get(key)).find((found) => found !== undefined);
      for (const key of keys) met.set(key, known ?? number);
      return known;
    },
  };
}
