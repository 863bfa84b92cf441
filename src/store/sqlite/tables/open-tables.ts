import type { Database } from 'better-sqlite3';
import { checkSchema } from '../health/schema.js';
import type { Methods } from '../methods.js';
import { recovery } from '../recover-sweep.js';
import { requeueing } from '../requeue.js';
import { storeError } from '../sqlite-error.js';
import { stamping } from '../stamping.js';
import { attemptTable } from './attempt-table.js';
import { changeTable } from './change-table.js';
import { checkpointColumns } from './checkpoint-columns.js';
import { eventTable } from './event-table.js';
import { fingerprintTable } from './fingerprint-table.js';
import { leaderboard } from './leaderboard.js';
import { reportTable } from './report-table.js';
import { rewinding } from './rewind.js';
import { snapshotTable } from './snapshot-table.js';
import { standingValues } from './standing-values.js';
import { sweepTable } from './sweep-table.js';
import { testTable } from './test-table.js';
import { trialTable } from './trial-table.js';

/**
 * Prepares every statement, as methods of the store.
 *
 * @throws {StoreError} a table or column is missing, or the database cannot be read; it is closed.
 */
export function openTables(
  db: Database,
  path: string,
  onDamage: (message: string) => void,
): Methods {
  try {
    const reports = reportTable(db);
    const rewind = rewinding(db, reports.report, onDamage);
    return {
      ...sweepTable(db, onDamage),
      ...recovery(db),
      ...requeueing(db),
      ...trialTable(db, onDamage),
      ...attemptTable(db, rewind, onDamage),
      ...reports,
      ...snapshotTable(db, rewind, onDamage),
      ...checkpointColumns(db),
      ...fingerprintTable(db),
      ...eventTable(db),
      ...changeTable(db),
      ...stamping(db, path),
      ...testTable(db),
      ...standingValues(db, onDamage),
      ...leaderboard(db, onDamage),
    };
  } catch (error) {
    // A statement names what is not there, or SQLite stumbled over what is.
    try {
      checkSchema(db, path);
      throw storeError(error, path);
    } finally {
      db.close();
    }
  }
}
