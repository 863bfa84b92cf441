import { tQuantile } from '../student-t.js';
import { type Interval, wilson } from '../wilson.js';
import type { BetweenRuns } from './between-runs.js';
import { type Sample, shares } from './sample.js';
import { combine, type Variance, varianceOfMean } from './variance.js';

/** What a recipe's values are: shares of so many images, or numbers of no known shape (null). */
export type Images = number | null;

/**
 * The 95 % interval of what a recipe does on new images and, where some were repeated, in new runs.
 * Of shares it is Wilson's, for as many images as would leave this variance; of others Student's t.
 * Null: nothing tells how sure the value is.
 */
export function intervalOf(
  sample: Sample,
  images: Images,
  between: BetweenRuns | null,
): Interval | null {
  const variance = varianceOf(sample, images, between);
  if (!variance) return null;
  const { mean } = sample;
  const total = variance.images + variance.runs;
  const t = tQuantile(0.975, variance.df);
  if (images === null)
    return { low: mean - t * Math.sqrt(total), high: mean + t * Math.sqrt(total) };
  return wilson(mean, total > 0 ? (mean * (1 - mean)) / total : images, t);
}

function varianceOf(sample: Sample, images: Images, between: BetweenRuns | null): Variance | null {
  if (images === null && !between) return null;
  const n = sample.runs.length;
  const spread = between && {
    variance: between.within.variance / n,
    noise: between.noise / n,
    df: between.within.df,
  };
  return combine(imagePart(sample, images), spread);
}

/** One run alone: of a binomial. Several: of each image's share of right answers. */
function imagePart(sample: Sample, images: Images) {
  if (images === null) return { variance: 0, df: 1 };
  const each = sample.runs.length > 1 ? shares(sample) : null;
  const variance = each ? varianceOfMean(each) : (sample.mean * (1 - sample.mean)) / images;
  return { variance, df: each ? images - 1 : Number.POSITIVE_INFINITY };
}
