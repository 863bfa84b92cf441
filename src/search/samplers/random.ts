import { z } from 'zod';
import { rngFor } from '../../core/random.js';
import type { Params } from '../../core/space.js';
import { byDraws, finiteNotes } from '../by-draws.js';
import { defineSampler } from '../sampler.js';
import { valueAt } from '../spaces/distribution.js';
import { drawnAxes } from '../spaces/finite-points.js';

/**
 * Independent draws from each parameter's distribution; never looks at the study.
 *
 * The baseline to beat: with few parameters that matter it covers them better than a grid of the
 * same size (Bergstra & Bengio, JMLR 13, 2012). Each draw is keyed by trial, attempt and parameter
 * name, so adding a parameter changes no other one's first draw.
 *
 * A finite space is drawn from without replacement, unlike W&B's random search, which repeats
 * points: there a repeat shows the noise between runs, here it would train to the same outcome.
 */
export const random = defineSampler({
  type: 'random',
  summary: 'independent draws, no point twice',
  options: z.strictObject({}),
  looks: false,
  size: (space) => drawnAxes(space).size,
  check: (space, runCap) => finiteNotes('random', space, runCap),
  create(setup) {
    const { space, seed } = setup;
    const draw = (number: number, attempt: number): Params =>
      Object.fromEntries(
        Object.entries(space).map(([name, distribution]) => {
          const u = rngFor('random search', seed, number, attempt, name)();
          return [name, valueAt(distribution, u)];
        }),
      );
    return byDraws('random search', setup, draw);
  },
});
