import type { Params, SearchSpace } from '../../core/space.js';
import type { AxisOf } from './axis.js';
import { holds } from './ties/condition.js';
import { inOrder, paramsOf, type Slot, slotsOf } from './ties/slots.js';

/** The points of a space, each once, numbered from 0, and made when asked for. */
export interface Points {
  /** Null: without end. Beyond 2^53 not exact. */
  readonly size: number | null;
  /** The parameters that have no finite number of values. */
  readonly endless: readonly string[];
  /** @throws {Error} the points are without end. */
  at(index: number): Params;
}

/**
 * A space's points as a tree: slot by slot, in the order of the file as far as one does not hang on a
 * later one, the last varying fastest; a parameter whose condition fails has no place in the point
 * and costs none. `axisOf`: the values that a parameter is tried at.
 *
 * How many points lie below a branch depends only on the values that later conditions look at, so each
 * such count is made once, and points of any size of space are found by their number.
 */
export function pointsOf(space: SearchSpace, axisOf: AxisOf): Points {
  const steps = slotsOf(space).map((slot) => ({ slot, axis: axisOf(slot.distribution) }));
  const endless = steps
    .filter(({ slot, axis }) => !axis && !slot.formula)
    .flatMap(({ slot }) => slot.names);
  const decisive = decisiveBehind(steps.map(({ slot }) => slot));
  const counts = new Map<string, number>();

  function below(step: number, params: Params): number {
    if (step === steps.length) return 1;
    // Null is a value, too: what is not there is no entry at all.
    const seen = Object.fromEntries([...decisive[step]!].map((name) => [name, params[name]]));
    const key = `${step} ${JSON.stringify(seen)}`;
    const known = counts.get(key);
    if (known !== undefined) return known;
    const count = branches(step, params).reduce(
      (sum, branch) => sum + branch.size * branch.each,
      0,
    );
    counts.set(key, count);
    return count;
  }

  /** What the slot can be, in order; where nothing later looks at it, all its values as one. */
  function branches(step: number, params: Params): readonly Branch[] {
    const { slot, axis } = steps[step]!;
    const beyond = (own: Params) => below(step + 1, { ...params, ...own });
    if (!holds(slot.when, params)) return [{ size: 1, each: beyond({}), at: () => ({}) }];
    const looked = slot.names.some((name) => decisive[step + 1]!.has(name));
    if (slot.formula) {
      const own = { [slot.names[0]!]: slot.formula.valueFor(params) };
      return [{ size: 1, each: beyond(looked ? own : {}), at: () => own }];
    }
    const at = (index: number) => paramsOf(slot, axis!.at(index));
    if (!looked) return [{ size: axis!.size, each: beyond({}), at }];
    return Array.from({ length: axis!.size }, (_, index) => {
      return { size: 1, each: beyond(at(index)), at: () => at(index) };
    });
  }

  return {
    size: endless.length > 0 ? null : below(0, {}),
    endless,
    at(index) {
      if (endless.length > 0) throw new Error(`${endless[0]} has no finite number of points`);
      let rest = index;
      let params: Params = {};
      for (let step = 0; step < steps.length; step += 1) {
        for (const branch of branches(step, params)) {
          const size = branch.size * branch.each;
          if (rest < size) {
            params = { ...params, ...branch.at(Math.floor(rest / branch.each)) };
            rest %= branch.each;
            break;
          }
          rest -= size;
        }
      }
      return inOrder(space, params);
    },
  };
}

/** Values that have equally many points below them. */
interface Branch {
  readonly size: number;
  /** Points below each. */
  readonly each: number;
  at(index: number): Params;
}

/** For each slot, and behind the last, the parameters that it or a later one must know to be there. */
function decisiveBehind(slots: readonly Slot[]): readonly ReadonlySet<string>[] {
  const sets: ReadonlySet<string>[] = [new Set()];
  for (const { names, when, formula } of slots.toReversed()) {
    const later = sets[0]!;
    const asked = names.some((name) => later.has(name)) ? (formula?.names ?? []) : [];
    sets.unshift(new Set([...later, ...Object.keys(when ?? {}), ...asked]));
  }
  return sets;
}
