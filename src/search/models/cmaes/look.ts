import { drawNormal, type Rng } from '../../../core/random.js';
import { normalCdf, normalQuantile } from '../../spaces/quantiles.js';
import { colored, type Distribution, nextDistribution, whitened } from './distribution.js';
import { cellOf, withMargin } from './margin.js';
import { type Strategy, strategyFor } from './strategy.js';

/** Where CMA-ES with margin looks: a distribution, and how its coordinates are stretched. */
export interface Look {
  readonly distribution: Distribution;
  readonly strategy: Strategy;
  readonly stretch: readonly number[];
}

export function firstLook(distribution: Distribution, population: number): Look {
  const strategy = strategyFor(distribution.mean.length, population);
  return { distribution, strategy, stretch: distribution.mean.map(() => 1) };
}

/** A draw; numbers without steps are drawn again until they lie in [0, 1], or cut off there at last. */
export function drawnFrom({ distribution, stretch }: Look, sizes: readonly number[], rng: Rng) {
  const { mean, sigma, axes } = distribution;
  let x: readonly number[] = [];
  for (let draw = 0; draw < MOST_DRAWS; draw += 1) {
    const step = colored(
      axes,
      mean.map(() => drawNormal(rng)),
    );
    x = mean.map((center, i) => center + sigma * stretch[i]! * step[i]!);
    if (x.every((value, i) => sizes[i]! > 0 || (value >= 0 && value <= 1))) return x;
  }
  return x;
}

const MOST_DRAWS = 100;

/**
 * Where to look after a generation.
 *
 * Points are known by the steps they came to, not by the draws behind those, and may be of an older
 * distribution, or somebody's own. So a step stands for a draw inside it, as this distribution would
 * make one; what a point lacks does not pull; and what lies too far out pulls as from less far
 * (Hansen, "Injecting external solutions into CMA-ES", arXiv:1110.4181, section 2).
 *
 * @param points a generation's, best first.
 * @param turn a number in (0, 1) for point k and coordinate i, which says where in its step it lay.
 */
export function nextLook(
  look: Look,
  points: readonly (readonly (number | null)[])[],
  sizes: readonly number[],
  turn: (k: number, i: number) => number,
): Look {
  const { distribution, strategy, stretch } = look;
  const { mean, sigma, axes } = distribution;
  const deviationOf = ({ sigma, covariance }: Distribution, i: number) =>
    sigma * Math.sqrt(covariance[i]![i]!);

  const drawn = points.map((point, k) => {
    const raw = point.map((x, i) => {
      if (x === null) return mean[i]!;
      if (sizes[i] === 0) return x;
      const deviation = deviationOf(distribution, i);
      return inCell(x, sizes[i]!, mean[i]!, deviation, stretch[i]!, turn(k, i));
    });
    const step = raw.map((x, i) => (x - mean[i]!) / sigma);
    const far = Math.hypot(...whitened(axes, step)) / (Math.sqrt(mean.length) + FAR);
    return far <= 1 ? raw : raw.map((_, i) => mean[i]! + (sigma * step[i]!) / far);
  });

  const next = nextDistribution(distribution, drawn, strategy);
  const margin = 1 / (strategy.dimensions * strategy.population);
  const held = sizes.map((size, i) => {
    const now = { mean: next.mean[i]!, stretch: stretch[i]! };
    return size === 0 ? now : withMargin(now, size, deviationOf(next, i), margin);
  });
  return {
    distribution: { ...next, mean: held.map((each) => each.mean) },
    strategy,
    stretch: held.map((each) => each.stretch),
  };
}

/** Deviations beyond the length of most draws. */
const FAR = 3;

/** The draw, not stretched, behind the middle of a step. */
function inCell(
  x: number,
  size: number,
  mean: number,
  deviation: number,
  stretch: number,
  turn: number,
): number {
  const cell = cellOf(x, size);
  const bound = (edge: number) => (edge / size - mean) / (stretch * deviation);
  const low = cell === 0 ? 0 : normalCdf(bound(cell));
  const high = cell === size - 1 ? 1 : normalCdf(bound(cell + 1));
  // So far out that no draw falls there: its near edge.
  if (!(high - low > 1e-12))
    return mean + deviation * bound(x * size > mean * size ? cell : cell + 1);
  const part = low + turn * (high - low);
  return mean + deviation * normalQuantile(Math.min(Math.max(part, 1e-12), 1 - 1e-12));
}
