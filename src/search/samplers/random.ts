import { z } from 'zod';
import { UsageError } from '../../core/errors.js';
import { drawInt, rngFor } from '../../core/random.js';
import type { Params } from '../../core/space.js';
import { byNumber } from '../by-number.js';
import type { Note } from '../note.js';
import { defineSampler } from '../sampler.js';
import { valueAt } from '../spaces/distribution.js';
import { drawnAxes, finitePoints } from '../spaces/finite-points.js';
import { withoutReplacement } from '../spaces/without-replacement.js';

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
  check(space, runCap) {
    const { size } = drawnAxes(space);
    return size === null ? [] : runCap === null ? uncapped(size) : overcapped(size, runCap);
  },
  create({ space, seed, allows }) {
    const draw = (number: number, attempt: number): Params =>
      Object.fromEntries(
        Object.entries(space).map(([name, distribution]) => {
          const u = rngFor('random search', seed, number, attempt, name)();
          return [name, valueAt(distribution, u)];
        }),
      );

    const points = finitePoints(space);
    if (points) {
      const anyIndex = (number: number) =>
        drawInt(rngFor('random search', seed, number, 'any point'), points.size);
      const pointOf = withoutReplacement({ points, draw, anyIndex, allows, patience: MAX_DRAWS });
      return byNumber((number) => {
        return pointOf(number) ?? (number === 0 ? noUsablePoint(number) : undefined);
      });
    }

    return byNumber((number) => {
      for (let attempt = 0; attempt < MAX_DRAWS; attempt += 1) {
        const params = draw(number, attempt);
        if (allows(params)) return params;
      }
      return noUsablePoint(number);
    });
  },
});

function uncapped(size: number): readonly Note[] {
  if (size <= MANY_POINTS) return [];
  const message = `random without run_cap runs ${size} trials, one for each point`;
  return [{ path: ['method'], message, warning: true }];
}

function overcapped(size: number, runCap: number): readonly Note[] {
  if (runCap <= size) return [];
  const message = `more than the ${size} points of the space, each of which random takes once`;
  return [{ path: ['run_cap'], message, warning: true }];
}

/** Beyond this, a file without `run_cap` is likely not what was meant. */
const MANY_POINTS = 100;

const MAX_DRAWS = 1000;

function noUsablePoint(number: number): never {
  throw new UsageError(
    `Expected the parameters' ranges to hold values a trial can use, but ${MAX_DRAWS} draws ` +
      `for trial ${number} gave none. Narrow the widest distribution (a normal's mu and sigma).`,
  );
}
