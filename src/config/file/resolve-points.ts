import type { Params } from '../../core/space.js';
import type { SweepSpec } from '../../core/sweep.js';
import { isConstrained, MOST_COUNTED } from '../../search/spaces/constrained.js';
import { gridAxis } from '../../search/spaces/grid-axis.js';
import { pointsOf } from '../../search/spaces/points.js';
import { allowsFor, makesRecipe } from '../allows.js';
import type { SpaceReading } from '../space/read-space.js';
import { countPoints } from '../space/ties/count-points.js';
import { readPoints } from '../space/ties/read-points.js';

/** What can be tried of a sweep's space. */
export interface Tried {
  /** Points of a space whose parameters hang together; undefined: it is none, or not countable. */
  readonly count: number | undefined;
  /** Those that the file gives. */
  readonly points: readonly Params[];
}

type Made = Pick<SweepSpec, 'data' | 'model' | 'metric' | 'augmentations'>;

/**
 * Looks at the points of a space, as far as nothing in the file is wrong so far, and notes what is
 * found. `made`: what trials are made of beside; undefined: something of it is wrong.
 */
export function resolvePoints(
  { space, constraints }: Pick<SweepSpec, 'space' | 'constraints'>,
  made: Made | undefined,
  seen: SpaceReading,
): Tried {
  const { keys, defaults, reading } = seen;
  const { findings } = reading;
  const nothing: Tried = { count: undefined, points: [] };
  if (!made || findings.errors.length > 0) return nothing;
  const spec = { ...made, space, constraints, defaults, seed: keys.seed ?? 0 };
  const method = keys.method?.type ?? '';
  if (method === 'grid' && isTooLarge(spec)) {
    const message = `a grid with constraints or formulas is gone through point by point: expected at most ${MOST_COUNTED} points before them; list fewer values, or use method: random`;
    findings.error(['parameters'], message, 'key');
    return nothing;
  }
  const count = isConstrained(spec)
    ? countPoints(spec, method, (params) => makesRecipe(spec, params), findings)
    : undefined;
  if (findings.errors.length > 0) return nothing;
  return { count, points: readPoints(space, seen, allowsFor(spec)) };
}

function isTooLarge({ space, constraints }: Pick<SweepSpec, 'space' | 'constraints'>): boolean {
  const { size } = pointsOf(space, gridAxis);
  if (size === null || size <= MOST_COUNTED) return false;
  return constraints.length > 0 || Object.values(space).some(({ kind }) => kind === 'derived');
}
