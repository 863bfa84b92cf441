/** The variance of an estimate: what images and what runs contribute, and how well it is known. */
export interface Variance {
  readonly images: number;
  readonly runs: number;
  /** Degrees of freedom (Satterthwaite 1946). */
  readonly df: number;
}

/**
 * `images`: the part that comes from having these images and no others. `spread`: of the runs as
 * measured, with `df`, of which `noise` came from the images and is in `images` already.
 */
export function combine(
  images: { readonly variance: number; readonly df: number },
  spread: { readonly variance: number; readonly df: number; readonly noise: number } | null,
): Variance {
  const runs = spread ? Math.max(0, spread.variance - spread.noise) : 0;
  const uncertain =
    images.variance ** 2 / images.df + (spread && runs > 0 ? spread.variance ** 2 / spread.df : 0);
  const total = images.variance + runs;
  return { images: images.variance, runs, df: uncertain > 0 ? total ** 2 / uncertain : ENDLESS };
}

const ENDLESS = Number.POSITIVE_INFINITY;

/** Of numbers around their mean, divided by how many there are: that of their mean. */
export function varianceOfMean(values: Float64Array): number {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1) / n;
}
