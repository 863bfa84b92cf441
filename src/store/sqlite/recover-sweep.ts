import type { Database } from 'better-sqlite3';
import { crashesIn, deathsIn, type EndColumns } from '../reading/crashes.js';
import type { Methods } from './methods.js';
import { PROGRESSED } from './tables/attempt-table.js';

interface RunningColumns {
  readonly id: number;
  readonly cohort: string | null;
  readonly progressed: number;
}

/** Puts in order what a process left behind, whether it died or was told to go at once. */
export function recovery(db: Database): Pick<Methods, 'recover' | 'giveBack' | 'deaths'> {
  const selectRunning = db.prepare<[number], RunningColumns>(`
    select trials.id, cohort, max(progressed, epochs > furthest) as progressed
    from trials join attempts on attempts.trial_id = trials.id and attempts.state = 'running'
    where sweep_id = ? and trials.state = 'running'
  `);
  const closeAttempt = db.prepare(`
    update attempts
    set state = @state, ended_at = @at, error = @error, place = @place, progressed = ${PROGRESSED}
    where trial_id = @id and state = 'running'
  `);
  const endTrial = db.prepare<{ state: string; id: number }>(`
    update trials
    set state = @state, checkpoint_epoch = null, checkpoint_digest = null,
        snapshot_id = case when @state = 'queued' then snapshot_id end
    where id = @id
  `);
  const addEvent = db.prepare<[number, number, string, string, string]>(
    'insert into events (sweep_id, trial_id, at, kind, message) values (?, ?, ?, ?, ?)',
  );
  const endSweep = db.prepare<[number]>(`update sweeps set state = 'interrupted' where id = ?`);
  const selectCrashed = db
    .prepare<[number], number>(`
      select distinct trial_id from attempts join trials on trials.id = trial_id
      where sweep_id = ? and trials.state = 'queued' and attempts.state = 'crashed'
    `)
    .pluck();
  const selectEnds = db.prepare<[number], EndColumns>(`
    select state, cohort, place, progressed from attempts
    where trial_id = ? and state <> 'running' order by id desc
  `);

  const recover = db.transaction((...[sweepId, fateOf, apart]: Parameters<Methods['recover']>) => {
    const at = new Date().toISOString();
    const running = selectRunning
      .all(sweepId)
      .filter(({ cohort }) => cohort === null || !apart?.has(cohort));
    const alone = running.length === 1;
    const fates = running.map(({ id, cohort, progressed }) => {
      const before =
        progressed === 1 ? [] : crashesIn(selectEnds.all(id)).map(({ place }) => place);
      const { state, error, place } = fateOf({ trialId: id, cohort, alone, before });
      closeAttempt.run({ id, at, place, state: 'crashed', error: JSON.stringify(error) });
      endTrial.run({ state, id });
      addEvent.run(sweepId, id, at, 'crashed', error.message);
      return state;
    });
    const failed = fates.filter((state) => state === 'failed').length;
    return { requeued: fates.length - failed, failed };
  });
  const giveBack = db.transaction((sweepId: number) => {
    const at = new Date().toISOString();
    for (const { id } of selectRunning.all(sweepId)) {
      closeAttempt.run({ id, at, place: null, state: 'interrupted', error: null });
      endTrial.run({ state: 'queued', id });
    }
    endSweep.run(sweepId);
  });

  return {
    recover: (...args) => recover.immediate(...args),
    giveBack: (sweepId) => giveBack.immediate(sweepId),
    deaths: (sweepId) =>
      new Map(
        selectCrashed.all(sweepId).flatMap((id) => {
          const deaths = deathsIn(selectEnds.all(id));
          return deaths ? [[id, deaths] as const] : [];
        }),
      ),
  };
}
