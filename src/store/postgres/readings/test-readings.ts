import type { Readings } from '../../port.js';
import { type TestColumns, toTest } from '../../reading/test-columns.js';
import type { Sql } from '../sql.js';

/** Readings of the test split. */
export function testReadings(sql: Sql): Pick<Readings, 'tests' | 'tested'> {
  return {
    async tests(trialId) {
      const rows = await sql.all<TestColumns>(
        'select * from tests where trial_id = $1 order by id',
        [trialId],
      );
      return rows.map(toTest);
    },
    async tested(sweepId) {
      const rows = await sql.all<{ id: number }>(
        `select id from trials
         where sweep_id = $1 and exists (select 1 from tests where trial_id = trials.id) order by id`,
        [sweepId],
      );
      return rows.map(({ id }) => id);
    },
  };
}
