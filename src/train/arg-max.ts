/** Place of the first largest in [from, to). */
export function argMax(values: ArrayLike<number>, from: number, to: number): number {
  let best = from;
  for (let i = from + 1; i < to; i += 1) if (values[i]! > values[best]!) best = i;
  return best;
}
