/**
 * Where a trial lies beside others of its category, in [-0.5, 0.5): multiples of the golden ratio,
 * whose neighbors lie far apart, and the same for a trial wherever it is drawn.
 */
export function jitter(number: number): number {
  return ((number * GOLDEN) % 1) - 0.5;
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;
