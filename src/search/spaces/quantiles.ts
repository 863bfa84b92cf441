/**
 * Inverse cumulative distribution functions: one uniform draw gives one value, so that a draw can
 * be keyed, bounded and repeated.
 */

/**
 * The x below which a standard normal falls with probability `p` in (0, 1); relative error below
 * 1e-9 (rational start after P. J. Acklam, then one Halley step on the complementary error function).
 */
export function normalQuantile(p: number): number {
  // The lower half only: there the tail's probability is exact to many digits.
  if (p > 0.5) return -normalQuantile(1 - p);
  const start = p < 0.02425 ? tailStart(p) : centralStart(p);
  const error = cdf(start) - p;
  const step = error * Math.sqrt(2 * Math.PI) * Math.exp((start * start) / 2);
  return start - step / (1 + (start * step) / 2);
}

/**
 * Probability that a standard normal falls below x, in either tail to the last digits: half of
 * erfc(-x / sqrt 2), by W. J. Cody's rational approximations (Mathematics of Computation 23, 1969).
 */
export function normalCdf(x: number): number {
  const y = Math.abs(x) * Math.SQRT1_2;
  if (y <= 0.46875) {
    const square = y * y;
    const erf = y * ratio(square, NEAR_UP, NEAR_DOWN);
    return x < 0 ? 0.5 - erf / 2 : 0.5 + erf / 2;
  }
  const tail = (Math.exp(-y * y) * (y <= 4 ? ratio(y, MID_UP, MID_DOWN) : farTail(y))) / 2;
  return x < 0 ? tail : 1 - tail;
}

/** The x below which Beta(a, b) falls with probability `u` in [0, 1): bisection on its CDF. */
export function betaQuantile(u: number, a: number, b: number): number {
  let low = 0;
  let high = 1;
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2;
    if (betaCdf(middle, a, b) < u) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Probability that Beta(a, b) falls below x: the regularized incomplete beta function I_x(a, b). */
export function betaCdf(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The continued fraction converges fast below the mean; above it, mirror.
  if (x > (a + 1) / (a + b + 2)) return 1 - betaCdf(1 - x, b, a);
  const front = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x),
  );
  return (front / a) * continuedFraction((m) => betaTerm(m, x, a, b));
}

/** Coefficients of the rational start: central region (numerator, denominator), then the tail. */
const CENTRAL_UP = [
  -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2,
  -3.066479806614716e1, 2.506628277459239,
] as const;
const CENTRAL_DOWN = [
  -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1,
  -1.328068155288572e1, 1,
] as const;
const TAIL_UP = [
  -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734,
  4.374664141464968, 2.938163982698783,
] as const;
const TAIL_DOWN = [
  7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416, 1,
] as const;

function centralStart(p: number): number {
  const q = p - 0.5;
  return (horner(CENTRAL_UP, q * q) * q) / horner(CENTRAL_DOWN, q * q);
}

function tailStart(p: number): number {
  const q = Math.sqrt(-2 * Math.log(p));
  return horner(TAIL_UP, q) / horner(TAIL_DOWN, q);
}

function horner(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}

/**
 * Probability that a standard normal falls below x. Slower than `normalCdf`, and other in its last
 * bits: draws of stored sweeps hang on these.
 */
function cdf(x: number): number {
  const upper = upperGamma(0.5, (x * x) / 2);
  return x < 0 ? upper / 2 : 1 - upper / 2;
}

/** Upper regularized incomplete gamma Q(a, x): series below a + 1, continued fraction above. */
function upperGamma(a: number, x: number): number {
  if (x === 0) return 1;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; term > sum * 1e-17; n += 1) {
      term *= x / (a + n);
      sum += term;
    }
    return 1 - front * sum;
  }
  let tail = 0;
  // Legendre's fraction from the inside out; 200 levels are plenty for x above a + 1.
  for (let n = 200; n >= 1; n -= 1) tail = (n * (n - a)) / (2 * n + 1 + x - a - tail);
  return front / (x + 1 - a - tail);
}

/** 1 / (1 + d1 / (1 + d2 / (1 + ...))) from the inside out. */
function continuedFraction(term: (m: number) => number): number {
  let value = 1;
  for (let m = 400; m >= 1; m -= 1) value = 1 + term(m) / value;
  return 1 / value;
}

/** Coefficient d_m of the incomplete beta function's continued fraction (DLMF 8.17.22). */
function betaTerm(index: number, x: number, a: number, b: number): number {
  const m = Math.floor(index / 2);
  return index % 2 === 0
    ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
}

/** ln Gamma(x) for x > 0: Stirling's series after shifting x above 10; relative error near 1e-15. */
function logGamma(x: number): number {
  let shift = 0;
  let z = x;
  for (; z < 10; z += 1) shift += Math.log(z);
  const series = 1 / (12 * z) - 1 / (360 * z ** 3) + 1 / (1260 * z ** 5) - 1 / (1680 * z ** 7);
  return (z - 0.5) * Math.log(z) - z + Math.log(2 * Math.PI) / 2 + series - shift;
}

/** erfc(y) exp(y^2) beyond 4. */
function farTail(y: number): number {
  const inverse = 1 / (y * y);
  return (1 / Math.sqrt(Math.PI) - inverse * ratio(inverse, FAR_UP, FAR_DOWN)) / y;
}

/** Of two polynomials, the highest power first. */
function ratio(x: number, up: readonly number[], down: readonly number[]): number {
  let above = 0;
  for (const coefficient of up) above = above * x + coefficient;
  let below = 0;
  for (const coefficient of down) below = below * x + coefficient;
  return above / below;
}

const NEAR_UP = [
  0.18577770618460315, 3.1611237438705655, 113.86415415105016, 377.485237685302, 3209.3775891384694,
] as const;
const NEAR_DOWN = [
  1, 23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171,
] as const;
const MID_UP = [
  2.1531153547440383e-8, 0.5641884969886701, 8.883149794388377, 66.11919063714163,
  298.6351381974001, 881.952221241769, 1712.0476126340707, 2051.0783778260716, 1230.3393547979972,
] as const;
const MID_DOWN = [
  1, 15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903,
  3290.7992357334597, 4362.619090143247, 3439.3676741437216, 1230.3393548037495,
] as const;
const FAR_UP = [
  0.016315387137302097, 0.30532663496123236, 0.36034489994980445, 0.12578172611122926,
  0.016083785148742275, 6.587491615298378e-4,
] as const;
const FAR_DOWN = [
  1, 2.568520192289822, 1.8729528499234673, 0.5279051029514285, 0.06051834131244132,
  0.0023352049762686918,
] as const;
