import type { SweepFormat } from '../export-format.js';

/** Two tables, for spreadsheets and scripts. */
export const csv: SweepFormat = {
  name: 'csv',
  summary: 'Tables of all trials and all epochs, as CSV',
  of: 'sweep',
  writes: 'folder',
  async write(results, output) {
    const { writeCsv } = await import('../tables/write-csv.js');
    await writeCsv(results, output);
    return [];
  },
};
