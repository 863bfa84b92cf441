import { z } from 'zod';
import type { Params, SearchSpace } from '../../core/space.js';
import { byNumber } from '../by-number.js';
import type { Note } from '../note.js';
import { defineSampler } from '../sampler.js';
import { isConstrained, MOST_COUNTED } from '../spaces/constrained.js';
import { gridAxis } from '../spaces/grid-axis.js';
import { pointsOf } from '../spaces/points.js';
import { shuffledIndex } from '../spaces/shuffled-index.js';

/**
 * Every combination that is allowed, once. The last parameter of the sweep file varies fastest;
 * `order: shuffled` takes them in a random order keyed by the seed.
 *
 * A trial's number is read as a mixed-radix numeral, or as a place in the tree that conditions make
 * of it, so the product is never held in memory. Values were checked one by one when the file was
 * read: only what is said of several together can refuse a point.
 */
export const grid = defineSampler({
  type: 'grid',
  summary: 'every combination once',
  options: z.strictObject({}),
  looks: false,
  ordered: true,
  size: (space) => pointsOf(space, gridAxis).size,
  check(space, runCap, order, allowed) {
    const { endless, size } = pointsOf(space, gridAxis);
    if (size === null) return endless.map((name) => needsPoints(name, space));
    return [
      ...Object.keys(space).flatMap((name) => unweighted(name, space)),
      ...large(allowed ?? size, runCap),
      ...partial(space, allowed ?? size, runCap, order),
    ];
  },
  create({ space, seed, order, allows, constrained = false }) {
    const { endless, size, at } = pointsOf(space, gridAxis);
    if (size === null) throw new Error(`${endless[0]} has no finite number of points for a grid`);
    const open = constrained && size <= MOST_COUNTED ? allowedAmong(size, at, allows) : undefined;
    const count = open?.length ?? size;
    return byNumber((number) => {
      if (number >= count) return undefined;
      const index = order === 'shuffled' ? shuffledIndex(number, count, seed) : number;
      return at(open ? open[index]! : index);
    });
  },
});

function allowedAmong(
  size: number,
  at: (index: number) => Params,
  allows: (params: Params) => boolean,
): readonly number[] {
  return Array.from({ length: size }, (_, index) => index).filter((index) => allows(at(index)));
}

function needsPoints(name: string, space: SearchSpace): Note {
  const canCount = space[name]!.kind === 'uniform';
  const add = canCount ? 'add count: 5 for five points of it, or list' : 'list';
  const message = `a grid needs a finite number of points: ${add} values, or use method: random`;
  return { path: ['parameters', name], message };
}

function unweighted(name: string, space: SearchSpace): readonly Note[] {
  const distribution = space[name]!;
  if (distribution.kind !== 'categorical' || !distribution.probabilities) return [];
  const message = 'probabilities mean nothing to a grid, which takes every value once';
  return [{ path: ['parameters', name, 'probabilities'], message, warning: true }];
}

function large(size: number, runCap: number | null): readonly Note[] {
  const path = ['parameters'];
  if (size > MAX_POINTS) {
    return [{ path, message: `a grid of ${size} points is too large to number` }];
  }
  if (size <= MANY_POINTS || runCap !== null) return [];
  return [{ path, message: `this grid has ${size} points; run_cap limits them`, warning: true }];
}

/** Which part of a grid is run that has more points than trials. */
function partial(
  space: SearchSpace,
  size: number,
  runCap: number | null,
  order: 'declared' | 'shuffled',
): readonly Note[] {
  if (runCap === null || runCap >= size) return [];
  const part = `${runCap} of the ${size} points of this grid`;
  if (order === 'shuffled') {
    return [{ path: ['run_cap'], message: `${part}, from all over it`, warning: true }];
  }
  const cut = isConstrained({ space }) ? [] : cutAxes(space, runCap);
  const which = cut.length > 0 ? `: ${cut.join(', ')}` : '';
  const message = `the first ${part}, where the last parameter varies fastest${which}; order: shuffled takes them from all over it`;
  return [{ path: ['run_cap'], message, warning: true }];
}

/** The parameters of which the first `runCap` points have not all values. */
function cutAxes(space: SearchSpace, runCap: number): readonly string[] {
  let inner = 1;
  const cut: string[] = [];
  for (const [name, distribution] of Object.entries(space).toReversed()) {
    const { size } = gridAxis(distribution)!;
    const seen = Math.min(size, Math.ceil(runCap / inner));
    if (seen < size) cut.unshift(`${name} takes ${seen} of its ${size} values`);
    inner *= size;
  }
  return cut;
}

/** Beyond this, not every point has a number of its own. */
const MAX_POINTS = Number.MAX_SAFE_INTEGER;

/** Beyond this, a file without `run_cap` is likely not what was meant. */
const MANY_POINTS = 10_000;
