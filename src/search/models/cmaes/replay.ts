import { rngFor } from '../../../core/random.js';
import type { Place } from '../../spaces/coordinates.js';
import { firstDistribution } from './distribution.js';
import { firstLook, type Look, nextLook } from './look.js';
import type { NumericSpace } from './numeric-space.js';
import { warmDistribution } from './warm-distribution.js';

/** A point that came to an end. */
export interface Told {
  readonly place: Place;
  readonly loss: number;
}

export interface ReplayOptions {
  readonly numbers: NumericSpace;
  readonly sigma: number;
  readonly population: number;
  /** Keys where restarts begin. */
  readonly seed: number;
}

/**
 * Where CMA-ES looks after all that was told, worked out from the start: what it remembers of an earlier
 * answer only saves time. Points make generations in the order of their numbers, whenever they ended.
 *
 * Once no coordinate without steps moves any more, it starts over around another point, with twice as
 * many a generation (Auger & Hansen, CEC 2005).
 *
 * `earlier`: what an earlier sweep found, which says where to look first.
 */
export function replayer({
  numbers,
  sigma,
  population,
  seed,
}: ReplayOptions): (told: readonly Told[], earlier: readonly Told[]) => Look {
  const { sizes, read } = numbers;
  /** By generation: where it looked after so many points. */
  let trail: readonly Step[] = [];
  let lastTold: readonly Told[] = [];
  let lastEarlier: readonly Told[] | undefined;

  function begin(earlier: readonly Told[]): Look {
    const best = earlier
      .filter(({ loss }) => Number.isFinite(loss))
      .sort((a, b) => a.loss - b.loss)
      .map(({ place }) => read(place).map((value) => value ?? 0.5));
    if (best.length === 0)
      return around(
        sizes.map(() => 0.5),
        0,
      );
    const { mean, sigma, covariance } = warmDistribution(best);
    return firstLook(firstDistribution(mean, sigma, covariance), population);
  }

  function around(mean: readonly number[], restarts: number): Look {
    return firstLook(firstDistribution(mean, sigma), population * 2 ** restarts);
  }

  function after({ look, upTo, restarts }: Step, told: readonly Told[]): Step {
    const end = upTo + look.strategy.population;
    const generation = told
      .slice(upTo, end)
      .map((point, k) => ({ ...point, index: upTo + k }))
      .sort((a, b) => (a.loss === b.loss ? a.index - b.index : a.loss < b.loss ? -1 : 1));
    const next = nextLook(
      look,
      generation.map(({ place }) => read(place)),
      sizes,
      (k, i) => turned(generation[k]!.index, i),
    );
    if (!stands(next, sizes)) return { look: next, upTo: end, restarts };
    const rng = rngFor('cmaes', seed, 'restart', restarts + 1);
    const mean = sizes.map(() => rng());
    return { look: around(mean, restarts + 1), upTo: end, restarts: restarts + 1 };
  }

  return (told, earlier) => {
    const same =
      lastEarlier?.length === earlier.length &&
      commonLength(earlier, lastEarlier) === earlier.length;
    const common = same ? commonLength(told, lastTold) : -1;
    const steps = trail.filter(({ upTo }) => upTo <= common);
    if (steps.length === 0) steps.push({ look: begin(earlier), upTo: 0, restarts: 0 });
    for (;;) {
      const last = steps.at(-1)!;
      if (last.upTo + last.look.strategy.population > told.length) break;
      steps.push(after(last, told));
    }
    [trail, lastTold, lastEarlier] = [steps, told, earlier];
    return steps.at(-1)!.look;
  };
}

interface Step {
  readonly look: Look;
  /** Points that it has learned from. */
  readonly upTo: number;
  readonly restarts: number;
}

/** How many points at the start are the same. */
function commonLength(a: readonly Told[], b: readonly Told[]): number {
  const differs = a.findIndex(({ place, loss }, i) => place !== b[i]?.place || loss !== b[i].loss);
  return differs < 0 ? a.length : differs;
}

function stands({ distribution }: Look, sizes: readonly number[]): boolean {
  const free = sizes.flatMap((size, i) => (size === 0 ? [i] : []));
  const { sigma, covariance } = distribution;
  return free.length > 0 && free.every((i) => sigma * Math.sqrt(covariance[i]![i]!) < STILL);
}

/** Part of a range in which no two values differ in what comes of them. */
const STILL = 1e-5;

/** Numbers in (0, 1) that fill it evenly, with no draw: multiples of two irrational ones. */
function turned(index: number, i: number): number {
  return ((index + 1) * 0.618033988749895 + (i + 1) * 0.754877666246693) % 1;
}
