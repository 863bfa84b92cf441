import type { Database } from 'better-sqlite3';
import type { Fate } from '../port.js';
import type { Methods } from './methods.js';

/** Puts in order what a process left behind, whether it died or was told to go at once. */
export function recovery(db: Database): Pick<Methods, 'recover' | 'giveBack'> {
  const selectRunning = db.prepare<[number], { id: number; crashes: number }>(`
    select id, (select count(*) from attempts where trial_id = trials.id and state = 'crashed')
               as crashes
    from trials where sweep_id = ? and state = 'running'
  `);
  const closeAttempt = db.prepare<[string, string, string | null, number]>(`
    update attempts set state = ?, ended_at = ?, error = ?
    where trial_id = ? and state = 'running'
  `);
  const endTrial = db.prepare<[string, number]>(
    'update trials set state = ?, checkpoint_epoch = null, checkpoint_digest = null where id = ?',
  );
  const addEvent = db.prepare<[number, number, string, string, string]>(
    'insert into events (sweep_id, trial_id, at, kind, message) values (?, ?, ?, ?, ?)',
  );
  const endSweep = db.prepare<[number]>(`update sweeps set state = 'interrupted' where id = ?`);

  const recover = db.transaction((sweepId: number, fateOf: (deaths: number) => Fate) => {
    const at = new Date().toISOString();
    const fates = selectRunning.all(sweepId).map(({ id, crashes }) => {
      const { state, error } = fateOf(crashes + 1);
      closeAttempt.run('crashed', at, JSON.stringify(error), id);
      endTrial.run(state, id);
      addEvent.run(sweepId, id, at, 'crashed', error.message);
      return state;
    });
    const failed = fates.filter((state) => state === 'failed').length;
    return { requeued: fates.length - failed, failed };
  });
  const giveBack = db.transaction((sweepId: number) => {
    const at = new Date().toISOString();
    for (const { id } of selectRunning.all(sweepId)) {
      closeAttempt.run('interrupted', at, null, id);
      endTrial.run('queued', id);
    }
    endSweep.run(sweepId);
  });

  return {
    recover: (sweepId, fateOf) => recover.immediate(sweepId, fateOf),
    giveBack: (sweepId) => giveBack.immediate(sweepId),
  };
}
