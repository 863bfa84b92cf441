import type { Database } from 'better-sqlite3';
import type { Methods } from './methods.js';

/**
 * Lets trials that have ended run once more, as if for the first time: what is on disk of them stands
 * for them no longer, and where processes died under them counts no more. Their sweep waits again.
 */
export function requeueing(db: Database): Pick<Methods, 'requeue'> {
  const update = db.prepare<[number]>(`
    update trials
    set state = 'queued', checkpoint_epoch = null, checkpoint_digest = null, network_digest = null
    where id = ? and state not in ('queued', 'running')
  `);
  const forgetPlaces = db.prepare<[number]>('update attempts set place = null where trial_id = ?');
  // Deaths are counted from here.
  const begin = db.prepare<[number]>(`
    update attempts set progressed = 1
    where id = (select max(id) from attempts where trial_id = ?)
  `);
  const reopenSweep = db.prepare<[number]>(`
    update sweeps set state = 'interrupted'
    where id = (select sweep_id from trials where id = ?) and state in ('finished', 'failed')
  `);
  const addEvent = db.prepare<[string, string, number]>(`
    insert into events (sweep_id, trial_id, at, kind, message)
    select sweep_id, id, ?, 'requeued', ? from trials where id = ?
  `);
  const requeue = db.transaction((trialIds: readonly number[], why: string) => {
    const at = new Date().toISOString();
    for (const id of trialIds) {
      if (update.run(id).changes === 0) continue;
      for (const statement of [forgetPlaces, begin, reopenSweep]) statement.run(id);
      addEvent.run(at, why, id);
    }
  });
  return { requeue: (trialIds, why) => requeue.immediate(trialIds, why) };
}
