import { drawNormal, type Rng } from '../core/random.js';

/** A draw from Beta(alpha, alpha), in [0, 1]: the share of one of two equal Gamma draws. */
export function drawBeta(rng: Rng, alpha: number): number {
  const own = drawLogGamma(rng, alpha);
  const other = drawLogGamma(rng, alpha);
  // In logarithms, as both draws underflow for a small alpha.
  return 1 / (1 + Math.exp(other - own));
}

/**
 * Logarithm of a Gamma(shape, 1) draw (Marsaglia & Tsang, ACM TOMS 26, 2000; below shape 1 by their
 * note in section 6: Gamma(shape + 1) times a uniform to the power 1 / shape).
 */
function drawLogGamma(rng: Rng, shape: number): number {
  if (shape < 1) return drawLogGamma(rng, shape + 1) + Math.log(1 - rng()) / shape;
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = drawNormal(rng);
    const v = (1 + c * normal) ** 3;
    if (v <= 0) continue;
    if (Math.log(1 - rng()) < 0.5 * normal * normal + d - d * v + d * Math.log(v)) {
      return Math.log(d * v);
    }
  }
}
