import { mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { csvLine } from '../../core/words/csv-line.js';
import type { SweepResults } from '../sweep/sweep-results.js';
import type { Cell, Column } from './column.js';
import { reportColumns, reportRows, trialColumns } from './result-tables.js';

/** Writes `trials.csv` and `reports.csv` into the folder `output`, which is not there yet. */
export async function writeCsv(results: SweepResults, output: string): Promise<void> {
  mkdirSync(output);
  await writeTable(join(output, 'trials.csv'), trialColumns(results), results.trials());
  await writeTable(join(output, 'reports.csv'), reportColumns, reportRows(results));
}

async function writeTable<Row>(
  path: string,
  columns: readonly Column<Row>[],
  rows: AsyncIterable<Row>,
): Promise<void> {
  const file = await open(path, 'wx');
  try {
    let text = csvLine(columns.map(({ name }) => name));
    for await (const row of rows) {
      text += csvLine(columns.map((column) => asText(column.of(row))));
      if (text.length < BLOCK) continue;
      await file.write(text);
      text = '';
    }
    await file.write(text);
  } finally {
    await file.close();
  }
}

/** Characters that are written at once. */
const BLOCK = 2 ** 16;

/** What is no number is said, so that it is not taken for what is not there. */
function asText(cell: Cell): number | boolean | string | null {
  if (cell instanceof Date) return cell.toISOString();
  return Number.isNaN(cell) ? 'NaN' : cell;
}
