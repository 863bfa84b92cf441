/**
 * An exponential moving average, each value divided by the weights so far, so that the start is not
 * drawn to 0 (as Adam corrects its moments: Kingma and Ba, arXiv:1412.6980, section 3). What is no
 * number stays a gap, and counts for nothing.
 *
 * @param factor In [0, 1): of what was before; 0 changes nothing.
 */
export function smoothed(
  values: readonly (number | null)[],
  factor: number,
): readonly (number | null)[] {
  if (factor <= 0) return values;
  let [sum, weight] = [0, 0];
  return values.map((value) => {
    if (value === null) return null;
    sum = factor * sum + (1 - factor) * value;
    weight = factor * weight + (1 - factor);
    return sum / weight;
  });
}
