/** A symmetric matrix as V diag(values) V^T. */
export interface Eigen {
  readonly values: readonly number[];
  /** Row i holds component i of each vector. */
  readonly vectors: readonly (readonly number[])[];
}

/** By Jacobi's rotations (Golub & Van Loan, Matrix Computations, section 8.5), for matrices of a few dozen rows. */
export function eigen(matrix: readonly (readonly number[])[]): Eigen {
  const n = matrix.length;
  const a = matrix.map((row) => [...row]);
  const v = matrix.map((_, i) => Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)));
  const whole = a.reduce((sum, row) => sum + row.reduce((all, x) => all + x * x, 0), 0);
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep += 1) {
    let off = 0;
    for (let p = 0; p < n; p += 1) for (let q = 0; q < p; q += 1) off += a[p]![q]! ** 2;
    if (off <= whole * 1e-30) break;
    for (let p = 0; p < n; p += 1) for (let q = p + 1; q < n; q += 1) rotate(a, v, p, q);
  }
  return { values: a.map((row, i) => row[i]!), vectors: v };
}

/** Turns rows and columns p and q so that nothing is left where they cross. */
function rotate(a: number[][], v: number[][], p: number, q: number): void {
  const cross = a[p]![q]!;
  if (cross === 0) return;
  const half = (a[q]![q]! - a[p]![p]!) / (2 * cross);
  const tangent = (half < 0 ? -1 : 1) / (Math.abs(half) + Math.hypot(1, half));
  const cosine = 1 / Math.hypot(1, tangent);
  const sine = tangent * cosine;
  for (const row of [...a, ...v]) {
    const [x, y] = [row[p]!, row[q]!];
    row[p] = cosine * x - sine * y;
    row[q] = sine * x + cosine * y;
  }
  const [above, below] = [a[p]!, a[q]!];
  for (let k = 0; k < a.length; k += 1) {
    const [x, y] = [above[k]!, below[k]!];
    above[k] = cosine * x - sine * y;
    below[k] = sine * x + cosine * y;
  }
}

const MOST_SWEEPS = 50;
