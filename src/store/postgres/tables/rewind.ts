import type { TrialReport } from '../../port.js';
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
  const kept = await reportsBefore(trialIds, epochs, sql, onDamage);
  await sql.run(`with ${FORGOTTEN} update trials set ${REWOUND} where id = any($1)`, [trialIds]);
  if (kept.length > 0) await reportTable(sql).report(kept);
}

/** What becomes of a trial's columns when all that it reported goes. */
export const REWOUND = 'furthest = greatest(furthest, epochs), epochs = 0, seconds = 0';

/** All that the trials `$1` reported goes. */
export const FORGOTTEN = `
  forgotten as (delete from reports where trial_id = any($1)),
  fallen as (delete from standings where trial_id = any($1))`;

/** To be told again, after all has gone. */
export async function reportsBefore(
  trialIds: readonly number[],
  epochs: number,
  sql: Sql,
  onDamage: (message: string) => void,
): Promise<readonly TrialReport[]> {
  if (epochs === 0) return [];
  const rows = await sql.all<ReportColumns & { readonly trial_id: number }>(
    'select * from reports where trial_id = any($1) and epoch < $2 order by trial_id, epoch',
    [trialIds, epochs],
  );
  return rows.map((row) => ({ trialId: row.trial_id, report: toReport(row, onDamage) }));
}
