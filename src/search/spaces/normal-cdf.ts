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
