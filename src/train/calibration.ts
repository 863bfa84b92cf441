/** How far confidences are from how often they are right. */
export interface Calibration {
  /** `confidence`: the probability of the class that was predicted. */
  add(confidence: number, isRight: boolean): void;
  /** In [0, 1]; 0 where there is no image. */
  error(): number;
}

/** The usual number of bins; the error depends on it. */
const BINS = 15;

/**
 * The expected calibration error (Naeini, Cooper & Hauskrecht 2015; Guo et al. 2017, eq. 3): over 15
 * bins of equal width, the mean of |accuracy - confidence|, weighted by images.
 */
export function createCalibration(): Calibration {
  const surplus = new Float64Array(BINS);
  let images = 0;
  return {
    add(confidence, isRight) {
      surplus[Math.min(BINS - 1, Math.floor(confidence * BINS))]! += confidence - Number(isRight);
      images += 1;
    },
    error: () => surplus.reduce((sum, bin) => sum + Math.abs(bin), 0) / Math.max(1, images),
  };
}
