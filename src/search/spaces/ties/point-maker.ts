import type { Params, SearchSpace } from '../../../core/space.js';
import { holds } from './condition.js';
import { partsOf } from './parts.js';
import { inOrder, paramsOf, slotsOf } from './slots.js';

/**
 * Makes points of numbers in [0, 1], one for each coordinate of the space by its name; asks only for
 * those of what the point turns out to have.
 */
export function pointMaker(space: SearchSpace): (unit: (name: string) => number) => Params {
  const steps = slotsOf(space).map((slot) => ({ slot, parts: partsOf(slot) }));
  return (unit) => {
    let params: Params = {};
    for (const { slot, parts } of steps) {
      if (!holds(slot.when, params)) continue;
      const own = slot.formula
        ? { [slot.names[0]!]: slot.formula.valueFor(params) }
        : paramsOf(slot, parts.valueAt(unit));
      params = { ...params, ...own };
    }
    return inOrder(space, params);
  };
}
