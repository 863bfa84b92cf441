import type { Database } from 'better-sqlite3';
import {
  type AttemptColumns,
  readError,
  toAttempt,
  toRanOn,
} from '../../reading/attempt-columns.js';
import type { Methods } from '../methods.js';
import { fingerprintMarks } from './fingerprint-table.js';
import type { Rewind } from './rewind.js';

interface EndArgs {
  readonly state: string;
  readonly checkpointEpoch: number | null;
  readonly checkpointDigest: string | null;
  readonly trialId: number;
}

/** Whether an attempt that is about to be closed came further than any before it. */
export const PROGRESSED = `
  max(progressed, (select epochs > furthest from trials where trials.id = attempts.trial_id))
`;

/**
 * The life of a trial while it runs. Ends that come after the end change nothing. `onDamage`: told of
 * what cannot be read, where the rest can.
 */
export function attemptTable(
  db: Database,
  rewind: Rewind,
  onDamage: (message: string) => void,
): Pick<
  Methods,
  'take' | 'end' | 'endPaused' | 'attempts' | 'allAttempts' | 'ranOn' | 'firstFailure'
> {
  const claim = db.prepare<[number]>(`
    update trials
    set state = 'running', checkpoint_epoch = null, checkpoint_digest = null, network_digest = null
    where id = ? and state = 'queued'
  `);
  const open = db.prepare<[number, string, string, string | null]>(`
    insert into attempts (trial_id, state, started_at, provenance, cohort)
    values (?, 'running', ?, ?, ?)
  `);
  const close = db.prepare(`
    update attempts
    set state = @state, ended_at = @endedAt, error = @error, progressed = ${PROGRESSED}
    where trial_id = @trialId and state = 'running'
  `);
  const endTrial = db.prepare<EndArgs>(`
    update trials
    set state = @state, checkpoint_epoch = @checkpointEpoch,
        checkpoint_digest = @checkpointDigest,
        snapshot_id = case when @state = 'queued' then snapshot_id end
    where id = @trialId
  `);
  const isQueued = db
    .prepare<[number], number>(`select 1 from trials where id = ? and state = 'queued'`)
    .pluck();
  const reclose = db.prepare<{ state: string; error: string | null; trialId: number }>(`
    update attempts set state = @state, error = @error
    where id = (select max(id) from attempts where trial_id = @trialId)
  `);
  const { mark } = fingerprintMarks(db);
  const select = db.prepare<[number], AttemptColumns>(
    'select * from attempts where trial_id = ? order by id',
  );
  const selectOfSweep = db.prepare<[number], AttemptColumns>(`
    select attempts.* from attempts join trials on trials.id = attempts.trial_id
    where sweep_id = ? order by attempts.id
  `);
  const selectLatest = db.prepare<[number], AttemptColumns>(`
    select attempts.* from attempts join trials on trials.id = attempts.trial_id
    where sweep_id = ? and provenance is not null order by attempts.id desc limit 1
  `);
  const selectFailure = db.prepare<[number], { trial_id: number; error: string | null }>(`
    select trials.id as trial_id,
           (select error from attempts where trial_id = trials.id order by id desc limit 1) as error
    from trials where sweep_id = ? and state = 'failed' order by number limit 1
  `);

  const take = db.transaction(
    (...[trialIds, provenance, made, from = {}]: Parameters<Methods['take']>) => {
      const { cohort = null, epochs = 0 } = from;
      const ranOn = JSON.stringify(provenance);
      mark(trialIds, made);
      for (const trialId of trialIds) {
        if (claim.run(trialId).changes === 0) throw new Error(`trial ${trialId} is not queued`);
        rewind(trialId, epochs);
        open.run(trialId, new Date().toISOString(), ranOn, cohort);
      }
    },
  );
  const end = db.transaction((outcomes: Parameters<Methods['end']>[0]) => {
    for (const { trialId, state, error, ...checkpoint } of outcomes) {
      const { checkpointEpoch = null, checkpointDigest = null } = checkpoint;
      const ended = { trialId, state, endedAt: new Date().toISOString() };
      const { changes } = close.run({ ...ended, error: error ? JSON.stringify(error) : null });
      if (changes === 0) continue;
      endTrial.run({
        trialId,
        checkpointEpoch,
        checkpointDigest,
        state: state === 'interrupted' ? 'queued' : state,
      });
    }
  });
  const endPaused = db.transaction((outcomes: Parameters<Methods['endPaused']>[0]) => {
    for (const { trialId, state, error } of outcomes) {
      if (isQueued.get(trialId) === undefined) continue;
      reclose.run({ trialId, state, error: error ? JSON.stringify(error) : null });
      endTrial.run({ trialId, state, checkpointEpoch: null, checkpointDigest: null });
    }
  });

  return {
    take: (...args) => take(...args),
    end: (outcomes) => end(outcomes),
    endPaused: (outcomes) => endPaused(outcomes),
    attempts: (trialId) => select.all(trialId).map((row) => toAttempt(row, onDamage)),
    allAttempts: (sweepId) => selectOfSweep.all(sweepId).map((row) => toAttempt(row, onDamage)),
    ranOn: (sweepId) => toRanOn(selectLatest.get(sweepId), onDamage),
    firstFailure(sweepId) {
      const row = selectFailure.get(sweepId);
      if (!row) return null;
      const error = readError(row.error, row.trial_id, onDamage);
      return { trialId: row.trial_id, message: error?.message ?? null };
    },
  };
}
