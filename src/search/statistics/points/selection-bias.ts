import { drawNormal, type Rng, rngFor } from '../../../core/random.js';
import type { BetweenRuns } from './between-runs.js';
import { type Sample, shares } from './sample.js';

/**
 * How much higher the best recipe's value is than what recipes so chosen come to on images, and in
 * runs, that they were not chosen by: the bootstrap bias correction of cross-validation (Tsamardinos,
 * Greasidou & Borboudakis 2018, algorithm 5). Images are drawn anew, the winner is chosen by these and
 * judged by those left out, beside the best there. Luck between runs, of which there are too few to
 * leave any out, is a normal draw that counts for the choice and against the judgment. Null: right
 * answers are not known.
 *
 * `samples`: best first, on the same images; where the best was repeated, only others that were, too.
 */
export function selectionBias(
  samples: readonly Sample[],
  between: BetweenRuns | null,
): number | null {
  const rivals = samples.filter(({ runs }) => runs.length > 1 === samples[0]!.runs.length > 1);
  const known = rivals.slice(0, MOST).map((sample) => ({ sample, right: shares(sample) }));
  const candidates = known.flatMap(({ sample, right }) => {
    return right ? [{ right, luck: luckOf(sample, between) }] : [];
  });
  const [best] = candidates;
  if (!best || candidates.length < known.length) return null;
  const images = best.right.length;
  const rows = apart(candidates.map(({ right }) => right));
  const disputed = rows[0]!.length;
  const times = new Uint8Array(disputed);
  let bias = 0;
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const rng = rngFor('selection bias', draw);
    for (let i = 0; i < disputed; i += 1) times[i] = poisson(rng);
    const lucks = candidates.map(({ luck }) => (luck > 0 ? luck * drawNormal(rng) : 0));
    const winner = winnerOf(rows, lucks, times, images);
    if (winner === 0) continue;
    let less = 0;
    for (let i = 0; i < disputed; i += 1) {
      if (times[i] === 0) less += rows[0]![i]! - rows[winner]![i]!;
    }
    bias += less / (images * NONE) + lucks[winner]! - lucks[0]!;
  }
  return Math.max(0, bias / DRAWS);
}

/** Standard deviation of a recipe's mean that comes from its runs, not from the images. */
function luckOf({ runs }: Sample, between: BetweenRuns | null): number {
  if (!between) return 0;
  const { variance } = between.block ?? between.within;
  return Math.sqrt(Math.max(0, variance - between.noise) / runs.length);
}

/** What each has on the images where not all have the same: no others part them. */
function apart(all: readonly Float64Array[]): readonly Float64Array[] {
  const [first] = all;
  const places = Array.from(first!.keys()).filter((i) => all.some((each) => each[i] !== first![i]));
  return all.map((each) => Float64Array.from(places, (i) => each[i]!));
}

/** Place of the first of those that do best on images drawn so many times. */
function winnerOf(
  rows: readonly Float64Array[],
  lucks: readonly number[],
  times: Uint8Array,
  images: number,
): number {
  let winner = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (const [k, row] of rows.entries()) {
    let sum = images * lucks[k]!;
    for (let i = 0; i < times.length; i += 1) sum += times[i]! * row[i]!;
    if (sum <= most + ROUNDING) continue;
    most = sum;
    winner = k;
  }
  return winner;
}

/** How often an image is drawn: of very many, so often each by itself. */
function poisson(rng: Rng): number {
  const u = rng();
  let times = 0;
  for (let p = NONE, below = NONE; u >= below && times < 20; below += p) {
    times += 1;
    p /= times;
  }
  return times;
}

/** Chance of an image to be left out. */
const NONE = Math.exp(-1);
/** Recipes that may win, at most: others lie too far behind. */
const MOST = 50;
const DRAWS = 200;
const ROUNDING = 1e-9;
