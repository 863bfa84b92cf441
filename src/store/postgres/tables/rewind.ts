import { type ReportColumns, toReport } from '../../reading/report-columns.js';
import type { Sql } from '../sql.js';
import { reportTable } from './report-table.js';

/**
 * Takes running trials back to where they had reported so many epochs; later reports go. What is kept
 * is told again, so that standings are those of the kept reports alone.
 */
export async function rewind(
  trialIds: readonly number[],
  epochs: number,
  sql: Sql,
  onDamage: (message: string) => void,
): Promise<void> {
  const kept =
    epochs === 0
      ? []
      : await sql.all<ReportColumns & { readonly trial_id: number }>(
          'select * from reports where trial_id = any($1) and epoch < $2 order by trial_id, epoch',
          [trialIds, epochs],
        );
  await sql.run(
    `with a as (delete from reports where trial_id = any($1)),
          b as (delete from standings where trial_id = any($1))
     update trials set furthest = greatest(furthest, epochs), epochs = 0, seconds = 0
     where id = any($1)`,
    [trialIds],
  );
  const reports = kept.map((row) => ({ trialId: row.trial_id, report: toReport(row, onDamage) }));
  if (reports.length > 0) await reportTable(sql).report(reports);
}
