import type { Database } from 'better-sqlite3';
import { type ReportColumns, toReport } from '../../reading/report-columns.js';
import type { Methods } from '../methods.js';

/** Takes a running trial back to where it had reported so many epochs; later reports go. */
export type Rewind = (trialId: number, epochs: number) => void;

/** `report`: what is kept is told again, so that standings are those of the kept reports alone. */
export function rewinding(
  db: Database,
  report: Methods['report'],
  onDamage: (message: string) => void,
): Rewind {
  const select = db.prepare<[number, number], ReportColumns & { readonly trial_id: number }>(
    'select * from reports where trial_id = ? and epoch < ? order by epoch',
  );
  const clearReports = db.prepare<[number]>('delete from reports where trial_id = ?');
  const clearStandings = db.prepare<[number]>('delete from standings where trial_id = ?');
  const reset = db.prepare<[number]>(`
    update trials set furthest = max(furthest, epochs), epochs = 0, seconds = 0 where id = ?
  `);

  return (trialId, epochs) => {
    const kept = select.all(trialId, epochs).map((row) => toReport(row, onDamage));
    clearReports.run(trialId);
    clearStandings.run(trialId);
    reset.run(trialId);
    report(kept.map((each) => ({ trialId, report: each })));
  };
}
