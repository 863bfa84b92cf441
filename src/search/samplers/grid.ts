import { z } from 'zod';
import type { SearchSpace } from '../../core/space.js';
import { byNumber } from '../by-number.js';
import type { Note } from '../note.js';
import { defineSampler } from '../sampler.js';
import { axesOf, type NamedAxis, pointAt } from '../spaces/axes.js';
import { gridAxis } from '../spaces/grid-axis.js';
import { shuffledIndex } from '../spaces/shuffled-index.js';

/**
 * Every combination, once. The last parameter of the sweep file varies fastest; `order: shuffled`
 * takes them in a random order keyed by the seed.
 *
 * A trial's number is read as a mixed-radix numeral, so the product is never held in memory. Every
 * value was checked when the file was read, so `allows` is not asked: a grid has no other draw.
 */
export const grid = defineSampler({
  type: 'grid',
  summary: 'every combination once',
  options: z.strictObject({}),
  looks: false,
  ordered: true,
  size: (space) => axesOf(space, gridAxis).size,
  check(space, runCap, order) {
    const { axes, endless, size } = axesOf(space, gridAxis);
    if (size === null) return endless.map((name) => needsPoints(name, space));
    return [
      ...Object.keys(space).flatMap((name) => unweighted(name, space)),
      ...large(size, runCap),
      ...partial(axes, size, runCap, order),
    ];
  },
  create({ space, seed, order }) {
    const { axes, endless, size } = axesOf(space, gridAxis);
    if (size === null) throw new Error(`${endless[0]} has no finite number of points for a grid`);
    return byNumber((number) => {
      if (number >= size) return undefined;
      const index = order === 'shuffled' ? shuffledIndex(number, size, seed) : number;
      return pointAt(axes, index);
    });
  },
});

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
  axes: readonly NamedAxis[],
  size: number,
  runCap: number | null,
  order: 'declared' | 'shuffled',
): readonly Note[] {
  if (runCap === null || runCap >= size) return [];
  const part = `${runCap} of the ${size} points of this grid`;
  if (order === 'shuffled') {
    return [{ path: ['run_cap'], message: `${part}, from all over it`, warning: true }];
  }
  let inner = 1;
  const cut: string[] = [];
  for (const axis of axes.toReversed()) {
    const seen = Math.min(axis.size, Math.ceil(runCap / inner));
    if (seen < axis.size) cut.unshift(`${axis.name} takes ${seen} of its ${axis.size} values`);
    inner *= axis.size;
  }
  const message = `the first ${part}, where the last parameter varies fastest: ${cut.join(', ')}; order: shuffled takes them from all over it`;
  return [{ path: ['run_cap'], message, warning: true }];
}

/** Beyond this, not every point has a number of its own. */
const MAX_POINTS = Number.MAX_SAFE_INTEGER;

/** Beyond this, a file without `run_cap` is likely not what was meant. */
const MANY_POINTS = 10_000;
