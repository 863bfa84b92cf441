import type { Database } from 'better-sqlite3';
import type { EventRow, Store } from '../../port.js';

interface EventColumns {
  readonly at: string;
  readonly trial_id: number | null;
  readonly kind: string;
  readonly message: string;
}

export function eventTable(db: Database): Pick<Store, 'addEvent' | 'events'> {
  const insert = db.prepare<[number, number | null, string, string, string]>(
    'insert into events (sweep_id, trial_id, at, kind, message) values (?, ?, ?, ?, ?)',
  );
  const select = db.prepare<{ sweepId: number; trialId: number | null }, EventColumns>(`
    select at, trial_id, kind, message from events
    where sweep_id = @sweepId and (@trialId is null or trial_id = @trialId)
    order by id
  `);

  return {
    addEvent(sweepId, trialId, kind, message) {
      insert.run(sweepId, trialId, new Date().toISOString(), kind, message);
    },
    events: (sweepId, trialId) =>
      select.all({ sweepId, trialId: trialId ?? null }).map(
        (row): EventRow => ({
          at: row.at,
          trialId: row.trial_id,
          kind: row.kind,
          message: row.message,
        }),
      ),
  };
}
