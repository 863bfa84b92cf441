import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type BasicType, fileWriter, parquetWriteRows } from 'hyparquet-writer';
import type { SweepResults } from '../sweep/sweep-results.js';
import type { Cell, Column } from './column.js';
import { reportColumns, reportRows, trialColumns } from './result-tables.js';

/** Writes `trials.parquet` and `reports.parquet` into the folder `output`, which is not there yet. */
export async function writeParquet(results: SweepResults, output: string): Promise<void> {
  const { sweep, version } = results;
  const { name, goal } = sweep.spec.metric;
  const metadata = {
    ...{ 'thaw.version': version, 'thaw.sweep': String(sweep.id), 'thaw.name': sweep.name },
    ...{ 'thaw.metric': name, 'thaw.goal': goal, 'thaw.sweep_file': sweep.source },
  };
  const own = {
    kvMetadata: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    createdBy: `thaw version ${version}`,
  };
  mkdirSync(output);
  const trials = rowsOf(trialColumns(results), results.trials());
  await parquetWriteRows({ ...own, ...trials, writer: fileWriter(join(output, 'trials.parquet')) });
  const reports = rowsOf(reportColumns, reportRows(results));
  await parquetWriteRows({
    ...own,
    ...reports,
    writer: fileWriter(join(output, 'reports.parquet')),
  });
}

function rowsOf<Row>(columns: readonly Column<Row>[], rows: AsyncIterable<Row>) {
  return {
    columns: columns.map(({ name, type }) => ({ name, type: TYPES[type] })),
    rows: cellsOf(columns, rows),
    rowGroupSize: ROW_GROUP,
  };
}

async function* cellsOf<Row>(columns: readonly Column<Row>[], rows: AsyncIterable<Row>) {
  for await (const row of rows) {
    yield Object.fromEntries(
      columns.map((column) => [column.name, stored(column, column.of(row))]),
    );
  }
}

/** Whole numbers that are none (a damaged report's) are nothing: an integer column has no NaN. */
function stored<Row>({ type }: Column<Row>, cell: Cell): Cell | bigint {
  if (type !== 'integer' || typeof cell !== 'number') return cell;
  return Number.isSafeInteger(cell) ? BigInt(cell) : null;
}

const TYPES: Readonly<Record<Column<unknown>['type'], BasicType>> = {
  integer: 'INT64',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
  text: 'STRING',
  time: 'TIMESTAMP',
};

/** So many are held at a time. */
const ROW_GROUP = 20_000;
