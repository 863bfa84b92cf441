import type { Database } from 'better-sqlite3';
import { type EventColumns, toEvent } from '../../reading/event-columns.js';
import type { Methods } from '../methods.js';

interface Only {
  readonly sweepId: number;
  readonly trialId: number | null;
  readonly after: number;
}

export function eventTable(db: Database): Pick<Methods, 'addEvent' | 'events'> {
  const insert = db.prepare<[number, number | null, string, string, string]>(
    'insert into events (sweep_id, trial_id, at, kind, message) values (?, ?, ?, ?, ?)',
  );
  const select = db.prepare<Only, EventColumns>(`
    select id, at, trial_id, kind, message from events
    where sweep_id = @sweepId and (@trialId is null or trial_id = @trialId) and id > @after
    order by id
  `);

  return {
    addEvent({ sweepId, trialId, kind, message }) {
      insert.run(sweepId, trialId, new Date().toISOString(), kind, message);
    },
    events: (sweepId, { trialId = null, after = 0 }: Partial<Omit<Only, 'sweepId'>> = {}) =>
      select.all({ sweepId, trialId, after }).map(toEvent),
  };
}
