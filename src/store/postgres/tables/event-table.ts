import { type EventColumns, toEvent } from '../../reading/event-columns.js';
import type { Methods } from '../methods.js';
import type { Sql } from '../sql.js';

export function eventTable(sql: Sql): Pick<Methods, 'addEvent' | 'events'> {
  return {
    async addEvent({ sweepId, trialId, kind, message }) {
      await sql.run(
        'insert into events (sweep_id, trial_id, at, kind, message) values ($1, $2, $3, $4, $5)',
        [sweepId, trialId, new Date().toISOString(), kind, message],
      );
    },
    async events(sweepId, { trialId = null, after = 0 } = {}) {
      const rows = await sql.all<EventColumns>(
        `select id, at, trial_id, kind, message from events
         where sweep_id = $1 and ($2::bigint is null or trial_id = $2) and id > $3
         order by id`,
        [sweepId, trialId, after],
      );
      return rows.map(toEvent);
    },
  };
}
