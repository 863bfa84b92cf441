/** Mean squares of a table of runs by images (Fisher's two-way analysis, one entry a cell). */
export interface Crossed {
  /** Of the means of images: n var(run) does not enter, n var(image) + var(rest) is what it expects. */
  readonly images: number;
  /** What neither run nor image explains. */
  readonly rest: number;
}

/** `rows`: of each run an entry for each image; two runs at least. */
export function crossed(rows: readonly ArrayLike<number>[]): Crossed {
  const n = rows.length;
  const m = rows[0]!.length;
  let total = 0;
  let squares = 0;
  let byRow = 0;
  const columns = new Float64Array(m);
  for (const row of rows) {
    let sum = 0;
    for (let i = 0; i < m; i += 1) {
      const value = row[i]!;
      sum += value;
      squares += value * value;
      columns[i]! += value;
    }
    total += sum;
    byRow += (sum * sum) / m;
  }
  const byColumn = columns.reduce((sum, column) => sum + (column * column) / n, 0);
  const all = (total * total) / (n * m);
  return {
    images: (byColumn - all) / (m - 1),
    rest: Math.max(0, squares - byColumn - byRow + all) / ((n - 1) * (m - 1)),
  };
}
