import { z } from 'zod';
import { defineSampler } from '../sampler.js';
import { gridAxis, pointAt } from '../spaces/grid-points.js';
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
  create({ space, seed, order }) {
    const axes = Object.entries(space).map(([name, distribution]) => {
      const axis = gridAxis(distribution);
      if (!axis) throw new Error(`${name} has no finite number of points for a grid`);
      return { name, ...axis };
    });
    const size = axes.reduce((product, axis) => product * axis.size, 1);

    return {
      size,
      suggest(number) {
        if (number >= size) return undefined;
        const index = order === 'shuffled' ? shuffledIndex(number, size, seed) : number;
        return pointAt(axes, index);
      },
    };
  },
});
