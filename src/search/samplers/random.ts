import { z } from 'zod';
import { UsageError } from '../../core/errors.js';
import { rngFor } from '../../core/random.js';
import type { Params } from '../../core/space.js';
import { valueAt } from '../distribution.js';
import { defineSampler } from '../sampler.js';

/**
 * Independent draws from each parameter's distribution; never exhausted, ignores history.
 *
 * The baseline to beat: with few parameters that matter it covers them better than a grid of the
 * same size (Bergstra & Bengio, JMLR 13, 2012). Each draw is keyed by trial, attempt and parameter
 * name, so adding a parameter changes no other one's values.
 */
export const random = defineSampler({
  type: 'random',
  summary: 'independent draws',
  options: z.strictObject({}),
  create({ space, seed, allows }) {
    const draw = (number: number, attempt: number): Params =>
      Object.fromEntries(
        Object.entries(space).map(([name, distribution]) => {
          const u = rngFor('random search', seed, number, attempt, name)();
          return [name, valueAt(distribution, u)];
        }),
      );

    return {
      size: null,
      suggest(number) {
        for (let attempt = 0; attempt < MAX_DRAWS; attempt += 1) {
          const params = draw(number, attempt);
          if (allows(params)) return params;
        }
        throw new UsageError(
          `Expected the parameters' ranges to hold values a trial can use, but ${MAX_DRAWS} draws ` +
            `for trial ${number} gave none. Narrow the widest distribution (a normal's mu and sigma).`,
        );
      },
    };
  },
});

const MAX_DRAWS = 1000;
