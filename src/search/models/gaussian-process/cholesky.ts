/**
 * The lower triangle L of a positive definite matrix L L^T, row by row, so that it can grow: each row
 * depends on those before it only.
 */
export interface Cholesky {
  readonly size: number;
  /** Row i has i + 1 numbers. */
  readonly rows: readonly Float64Array[];
  /**
   * Adds a row of the matrix: what stands left of its diagonal, and on it. Where roundings leave
   * nothing of the diagonal, as much is put there as `LEAST` says: the row counts as almost the same
   * as those before it.
   */
  add(left: ArrayLike<number>, diagonal: number): void;
}

export function createCholesky(): Cholesky {
  const rows: Float64Array[] = [];
  return {
    get size() {
      return rows.length;
    },
    rows,
    add(left, diagonal) {
      const row = new Float64Array(rows.length + 1);
      let rest = diagonal;
      for (let j = 0; j < rows.length; j += 1) {
        const other = rows[j]!;
        let sum = left[j]!;
        for (let k = 0; k < j; k += 1) sum -= row[k]! * other[k]!;
        const entry = sum / other[j]!;
        row[j] = entry;
        rest -= entry * entry;
      }
      row[rows.length] = Math.sqrt(Math.max(rest, LEAST * diagonal));
      rows.push(row);
    },
  };
}

/** Part of a diagonal that is always left: the square root of what a double rounds to. */
const LEAST = 1e-8;

/** L^-1 b, for as many numbers of b as there are rows. */
export function forwardSolved({ rows }: Cholesky, b: ArrayLike<number>): Float64Array {
  const x = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i]!;
    let sum = b[i]!;
    for (let k = 0; k < i; k += 1) sum -= row[k]! * x[k]!;
    x[i] = sum / row[i]!;
  }
  return x;
}

/** L^-T b. */
export function backwardSolved({ rows }: Cholesky, b: ArrayLike<number>): Float64Array {
  const x = new Float64Array(rows.length);
  x.set(b);
  for (let i = rows.length - 1; i >= 0; i -= 1) {
    const row = rows[i]!;
    const value = x[i]! / row[i]!;
    x[i] = value;
    for (let k = 0; k < i; k += 1) x[k]! -= row[k]! * value;
  }
  return x;
}

/** The lower triangle of (L L^T)^-1, row by row. */
export function inverse({ rows }: Cholesky): readonly Float64Array[] {
  const n = rows.length;
  // Column j of L^-1, from its diagonal down, as a row: the products below then run along memory.
  const columns = rows.map((_, j) => {
    const column = new Float64Array(n - j);
    column[0] = 1 / rows[j]![j]!;
    for (let i = j + 1; i < n; i += 1) {
      const row = rows[i]!;
      let sum = 0;
      for (let k = j; k < i; k += 1) sum -= row[k]! * column[k - j]!;
      column[i - j] = sum / row[i]!;
    }
    return column;
  });
  return columns.map((column, i) => {
    const row = new Float64Array(i + 1);
    for (let j = 0; j <= i; j += 1) {
      const other = columns[j]!;
      let sum = 0;
      for (let k = i; k < n; k += 1) sum += column[k - i]! * other[k - j]!;
      row[j] = sum;
    }
    return row;
  });
}
