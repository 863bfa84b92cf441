import type { Database } from 'better-sqlite3';
import type { EventRow } from '../../port.js';
import type { Methods } from '../methods.js';

interface EventColumns {
  readonly id: number;
  readonly at: string;
  readonly trial_id: number | null;
  readonly kind: string;
  readonly message: string;
}

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

function toEvent({ id, at, trial_id: trialId, kind, message }: EventColumns): EventRow {
  return { id, at, trialId, kind, message };
}
