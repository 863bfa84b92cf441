import type { SweepFormat } from '../export-format.js';

/** The tables of `csv` with a type for each column (parquet.apache.org). */
export const parquet: SweepFormat = {
  name: 'parquet',
  summary: 'The same tables with types, for pandas, DuckDB and others',
  of: 'sweep',
  writes: 'folder',
  async write(results, output) {
    const { writeParquet } = await import('../tables/write-parquet.js');
    await writeParquet(results, output);
    return [];
  },
};
