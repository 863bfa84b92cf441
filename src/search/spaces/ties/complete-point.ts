import type { Params, SearchSpace } from '../../../core/space.js';
import { holds, keyOf } from './condition.js';
import { partsOf } from './parts.js';
import { inOrder, paramsOf, settingOf, slotsOf } from './slots.js';

/** A point of which something was given, and what of that it turned out not to have. */
export interface CompletePoint {
  readonly params: Params;
  readonly unused: readonly string[];
}

/**
 * The point that has what is `given`, whether or not it is of the space; of the rest, constants and
 * derived parameters are what they are, and what is drawn comes by `unit` (see `pointMaker`).
 */
export function completePoint(
  space: SearchSpace,
  given: Params,
  unit: (name: string) => number,
): CompletePoint {
  let params: Params = {};
  for (const slot of slotsOf(space)) {
    if (!holds(slot.when, params)) continue;
    const own = Object.fromEntries(
      slot.names.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]!]])),
    );
    if (slot.formula) {
      const name = slot.names[0]!;
      params = { ...params, [name]: slot.formula.valueFor(params) };
      continue;
    }
    const isWhole = settingOf(slot, given) !== undefined;
    const drawn = isWhole ? {} : paramsOf(slot, rowWith(slot, own) ?? partsOf(slot).valueAt(unit));
    params = { ...params, ...drawn, ...own };
  }
  const unused = Object.keys(given).filter((name) => {
    return params[name] === undefined || keyOf(params[name]) !== keyOf(given[name]!);
  });
  return { params: inOrder(space, params), unused };
}

/** Of zipped parameters the first row that has what is given of it. */
function rowWith(
  { names, distribution }: ReturnType<typeof slotsOf>[number],
  own: Params,
): Params[string] | undefined {
  if (distribution.kind !== 'categorical' || Object.keys(own).length === 0) return undefined;
  return distribution.values.find((row) =>
    names.every((name, i) => {
      const value = Array.isArray(row) ? row[i] : row;
      return own[name] === undefined || keyOf(value) === keyOf(own[name]);
    }),
  );
}
