import type { Database } from 'better-sqlite3';
import type { Methods } from './methods.js';

/** Lets trials that have ended run once more. */
export function requeueing(db: Database): Pick<Methods, 'requeue'> {
  const update = db.prepare<[number]>(`
    update trials set state = 'queued', checkpoint_epoch = null
    where id = ? and state not in ('queued', 'running')
  `);
  const addEvent = db.prepare<[string, string, number]>(`
    insert into events (sweep_id, trial_id, at, kind, message)
    select sweep_id, id, ?, 'requeued', ? from trials where id = ?
  `);
  const requeue = db.transaction((trialIds: readonly number[], why: string) => {
    const at = new Date().toISOString();
    for (const id of trialIds) if (update.run(id).changes > 0) addEvent.run(at, why, id);
  });
  return { requeue: (trialIds, why) => requeue.immediate(trialIds, why) };
}
