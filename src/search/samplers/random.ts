import { z } from 'zod';
import { rngFor } from '../../core/random.js';
import { byDraws, finiteNotes } from '../by-draws.js';
import { defineSampler } from '../sampler.js';
import { drawnAxes } from '../spaces/finite-points.js';
import { pointMaker } from '../spaces/ties/point-maker.js';

/**
 * Independent draws from each parameter's distribution; never looks at the study.
 *
 * The baseline to beat: with few parameters that matter it covers them better than a grid of the
 * same size (Bergstra & Bengio, JMLR 13, 2012). Each draw is keyed by trial, attempt and coordinate's
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
  check: (space, runCap, _order, allowed) => finiteNotes('random', space, runCap, allowed),
  create(setup) {
    const { space, seed } = setup;
    const makePoint = pointMaker(space);
    return byDraws('random search', setup, (number, attempt) =>
      makePoint((name) => rngFor('random search', seed, number, attempt, name)()),
    );
  },
});
