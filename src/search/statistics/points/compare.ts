import { mcnemarMidP } from '../mcnemar.js';
import { tTwoSided } from '../student-t.js';
import { type BetweenRuns, isInBlock } from './between-runs.js';
import { crossed } from './crossed.js';
import type { Images } from './interval-of.js';
import { type Sample, shares } from './sample.js';
import { combine, varianceOfMean } from './variance.js';

/**
 * Two-sided p-value of two recipes being equally good. Where nothing was repeated it is McNemar's
 * test of two networks on their common images; else a t-test of the difference, with the variance
 * between images paired by image, and that between runs paired by replicate where both have the same.
 * Null: nothing tells them apart but their values.
 */
export function compare(
  a: Sample,
  b: Sample,
  images: Images,
  between: BetweenRuns | null,
): number | null {
  const [one, other] = [a.runs[0]?.answers, b.runs[0]?.answers];
  if (!between && one && other) return mcnemar(one, other);
  if (!between && images === null) return null;
  const { images: byImages, runs, df } = differenceVariance(a, b, images, between);
  const difference = a.mean - b.mean;
  if (difference === 0) return 1;
  return tTwoSided(difference / Math.sqrt(byImages + runs), df);
}

function mcnemar(one: Uint8Array, other: Uint8Array): number {
  let onlyOne = 0;
  let onlyOther = 0;
  for (let i = 0; i < one.length; i += 1) {
    if (one[i]! > other[i]!) onlyOne += 1;
    else if (one[i]! < other[i]!) onlyOther += 1;
  }
  return mcnemarMidP(onlyOne, onlyOther);
}

function differenceVariance(a: Sample, b: Sample, images: Images, between: BetweenRuns | null) {
  const [first, second] = [shares(a), shares(b)];
  const byImages =
    first && second
      ? {
          variance: varianceOfMean(first.map((share, i) => share - second[i]!)),
          df: first.length - 1,
        }
      : unpaired(a, b, images);
  if (!between) return combine(byImages, null);
  const { within, block, noise } = between;
  if (block && isInBlock(a, block) && isInBlock(b, block)) {
    const n = block.replicates.length;
    const variance = (2 * block.variance) / n;
    return combine(byImages, { variance, df: block.df, noise: pairNoise(a, b) / n });
  }
  const share = 1 / a.runs.length + 1 / b.runs.length;
  return combine(byImages, {
    variance: within.variance * share,
    df: within.df,
    noise: noise * share,
  });
}

/** As if the images of each were others: at least as much as it can be. */
function unpaired(a: Sample, b: Sample, images: Images) {
  const variance = images === null ? 0 : (a.mean * (1 - a.mean) + b.mean * (1 - b.mean)) / images;
  return { variance, df: Number.POSITIVE_INFINITY };
}

/** Variance of the difference of a replicate's two runs that the images bring about. */
function pairNoise(a: Sample, b: Sample): number {
  const rows = a.runs.flatMap(({ replicate, answers }) => {
    const other = b.runs.find((run) => run.replicate === replicate)?.answers;
    return answers && other ? [Float64Array.from(answers, (right, i) => right - other[i]!)] : [];
  });
  return rows.length > 1 ? crossed(rows).rest / rows[0]!.length : 0;
}
