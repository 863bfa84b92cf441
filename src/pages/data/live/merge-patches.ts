import type { Patch } from '../../../server/api.js';

/** Two patches as one: of everything the later says how it is. */
export function mergePatches(first: Patch, later: Patch): Patch {
  return {
    cursor: later.cursor,
    resync: first.resync || later.resync,
    sweeps: latest(first.sweeps, later.sweeps, ({ sweep }) => sweep),
    trials: latest(first.trials, later.trials, ({ trial }) => trial),
    removed: [...new Set([...first.removed, ...later.removed])],
  };
}

function latest<T>(first: readonly T[], later: readonly T[], idOf: (each: T) => number) {
  return [...new Map([...first, ...later].map((each) => [idOf(each), each])).values()];
}
