import { UsageError } from '../core/errors.js';
import { drawInt, rngFor } from '../core/random.js';
import type { Params, SearchSpace } from '../core/space.js';
import { byNumber } from './by-number.js';
import type { Note } from './note.js';
import type { Sampler, SamplerSetup } from './sampler.js';
import { MOST_COUNTED } from './spaces/constrained.js';
import { drawnAxes, finitePoints } from './spaces/finite-points.js';
import { withoutReplacement } from './spaces/without-replacement.js';

/**
 * The sampler that draws by number and attempt, both from 0: the first attempt that a trial can use,
 * and in a finite space one that no earlier number took, until none is left.
 *
 * @param method keys what else is drawn.
 * @throws {UsageError} when asked: no point that a trial can use was found.
 */
export function byDraws(
  method: string,
  {
    space,
    seed,
    allows,
    constrained = false,
  }: Pick<SamplerSetup<unknown>, 'space' | 'seed' | 'allows' | 'constrained'>,
  draw: (number: number, attempt: number) => Params,
): Sampler {
  // A constraint may leave few of the points; ranges alone hardly ever refuse one.
  const patience = constrained ? MOST_COUNTED : MAX_DRAWS;
  const points = finitePoints(space);
  if (points) {
    const anyIndex = (number: number) =>
      drawInt(rngFor(method, seed, number, 'any point'), points.size);
    const pointOf = withoutReplacement({ points, draw, anyIndex, allows, patience });
    return byNumber((number) => {
      return pointOf(number) ?? (number === 0 ? noUsablePoint(number, patience) : undefined);
    });
  }
  return byNumber((number) => {
    for (let attempt = 0; attempt < patience; attempt += 1) {
      const params = draw(number, attempt);
      if (allows(params)) return params;
    }
    return noUsablePoint(number, patience);
  });
}

/**
 * What there is to say of a file whose finite space is drawn from without replacement. `allowed`: how
 * many of its points are, where they were counted.
 */
export function finiteNotes(
  method: string,
  space: SearchSpace,
  runCap: number | null,
  allowed?: number,
): readonly Note[] {
  const size = allowed ?? drawnAxes(space).size;
  if (size === null) return [];
  return runCap === null ? uncapped(method, size) : overcapped(method, size, runCap);
}

/** Draws in a row that no trial can use before none is taken to be left. */
export const MAX_DRAWS = 1000;

export function noUsablePoint(number: number, draws = MAX_DRAWS): never {
  throw new UsageError(
    `Expected the parameters' ranges to hold values a trial can use, but ${draws} draws ` +
      `for trial ${number} gave none. Narrow the widest distribution (a normal's mu and sigma), or ` +
      'widen the constraints.',
  );
}

function uncapped(method: string, size: number): readonly Note[] {
  if (size <= MANY_POINTS) return [];
  const message = `${method} without run_cap runs ${size} trials, one for each point`;
  return [{ path: ['method'], message, warning: true }];
}

function overcapped(method: string, size: number, runCap: number): readonly Note[] {
  if (runCap <= size) return [];
  const message = `more than the ${size} points of the space, each of which ${method} takes once`;
  return [{ path: ['run_cap'], message, warning: true }];
}

/** Beyond this, a file without `run_cap` is likely not what was meant. */
const MANY_POINTS = 100;
