/** In their order, so that it has the same bits each time; 0 of none. */
export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
