import type { Database } from 'better-sqlite3';
import { finite } from '../../reading/report-columns.js';
import { type TestColumns, toTest } from '../../reading/test-columns.js';
import type { Methods } from '../methods.js';

/** Readings of the test split. */
export function testTable(db: Database): Pick<Methods, 'addTest' | 'tests' | 'tested'> {
  const insert = db.prepare<[number, string, number, number | null, number | null]>(
    'insert into tests (trial_id, at, images, loss, accuracy) values (?, ?, ?, ?, ?)',
  );
  const select = db.prepare<[number], TestColumns>(
    'select * from tests where trial_id = ? order by id',
  );
  const selectTested = db
    .prepare<[number], number>(
      'select distinct trial_id from tests join trials on trials.id = trial_id where sweep_id = ? order by trial_id',
    )
    .pluck();

  return {
    addTest({ trialId, images, loss, accuracy }) {
      insert.run(trialId, new Date().toISOString(), images, finite(loss), finite(accuracy));
    },
    tested: (sweepId) => selectTested.all(sweepId),
    tests: (trialId) => select.all(trialId).map(toTest),
  };
}
