import { finite } from '../../reading/report-columns.js';
import type { Methods } from '../methods.js';
import type { Sql } from '../sql.js';

/** Readings of the test split. */
export function testTable(sql: Sql): Pick<Methods, 'addTest'> {
  return {
    async addTest({ trialId, images, loss, accuracy }) {
      await sql.run(
        'insert into tests (trial_id, at, images, loss, accuracy) values ($1, $2, $3, $4, $5)',
        [trialId, new Date().toISOString(), images, finite(loss), finite(accuracy)],
      );
    },
  };
}
