import type { Json } from '../../../core/json.js';
import type { Distribution, Params, SearchSpace } from '../../../core/space.js';
import { shortened } from '../../../core/words/plain.js';
import { paramValue } from '../../../results/param-value.js';
import { coordinatesOf } from '../../../search/spaces/coordinates.js';
import { isSame } from './is-same.js';

/** A space with some of its parameters replaced, or why each of those can't be. */
export interface Widened {
  readonly space: SearchSpace;
  /** What changed, for each. */
  readonly told: readonly string[];
  readonly refused: readonly string[];
}

/**
 * Puts what a file says now in place of what it said, parameter by parameter; what else `space` has,
 * which flags may have set, stays. A parameter may change as long as it still has what `trials` have.
 */
export function widenedSpace(
  space: SearchSpace,
  then: SearchSpace,
  now: SearchSpace,
  trials: readonly Params[],
): Widened {
  const names = [...new Set([...Object.keys(then), ...Object.keys(now)])];
  const changed = names.filter((name) => !isSame(then[name], now[name]));
  const refused = changed.flatMap((name) => {
    const why = reason(name, space[name], now[name], trials);
    return why === null ? [] : [`parameters.${name}: ${why}`];
  });
  const entries = Object.entries(space).map(([name, own]) => {
    return [name, changed.includes(name) ? (now[name] ?? own) : own] as const;
  });
  const told = changed.map((name) => {
    return `${name}: ${textOf(space[name])} -> ${textOf(now[name])}`;
  });
  return { space: Object.fromEntries(entries), told, refused };
}

/** Why a parameter can't be so from now on; null: it can. */
function reason(
  name: string,
  then: Distribution | undefined,
  now: Distribution | undefined,
  trials: readonly Params[],
): string | null {
  if (!then) return 'it is new, and the trials there have no value of it';
  if (!now) return 'it is gone, and the trials there have values of it';
  const own = (each: Distribution) => [each.when ?? null, each.zip ?? null];
  if (!isSame(own(then), own(now))) return 'what it hangs on (when, zip) is another';
  if (then.kind === 'derived' || now.kind === 'derived') return 'its formula is another';
  const lost = lostValues(name, now, trials);
  if (lost.length === 0) return null;
  const shown = lost.slice(0, 3).map((value) => paramValue(value));
  const more = lost.length > shown.length ? ` and ${lost.length - shown.length} more` : '';
  return `it would no longer have ${shown.join(', ')}${more}, which trials there have`;
}

/** Distinct values of trials that a parameter, so changed, can't have. */
function lostValues(name: string, now: Distribution, trials: readonly Params[]): readonly Json[] {
  // A parameter's own conditions are the same as before.
  const { when: _, zip: __, ...alone } = now;
  const { placeOf } = coordinatesOf({ [name]: alone });
  const values = new Map<string, Json>();
  for (const params of trials) {
    const value = params[name];
    if (value !== undefined) values.set(JSON.stringify(value), value);
  }
  return [...values.values()].filter((value) => {
    return !isInside(now, value) || placeOf({ [name]: value }) === null;
  });
}

/** Of numbers, whether they lie in the range; steps (`q`, `count`) are not looked at. */
function isInside(now: Distribution, value: Json): boolean {
  switch (now.kind) {
    case 'constant':
      return isSame(now.value, value);
    case 'int_uniform':
      return Number.isInteger(value) && isBetween(value, now.low, now.high);
    case 'uniform':
      return isBetween(value, now.low, now.high);
    case 'normal':
      return typeof value === 'number';
    case 'beta':
      return isBetween(value, 0, 1);
    default:
      return true;
  }
}

function isBetween(value: Json, low: number, high: number): boolean {
  // A draw's own rounding is no way out of its range.
  const slack = 1e-9 * Math.max(Math.abs(low), Math.abs(high));
  return typeof value === 'number' && value >= low - slack && value <= high + slack;
}

function textOf(distribution: Distribution | undefined): string {
  if (!distribution) return 'none';
  const { when: _, zip: __, ...own } = distribution;
  switch (own.kind) {
    case 'constant':
      return paramValue(own.value);
    case 'categorical':
      return shortened(own.values.map((value) => paramValue(value)).join(', '), LONGEST);
    case 'int_uniform':
    case 'uniform':
      return `${own.low} to ${own.high}`;
    default:
      return shortened(JSON.stringify(own), LONGEST);
  }
}

const LONGEST = 120;
