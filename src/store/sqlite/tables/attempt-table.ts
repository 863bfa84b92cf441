import type { Database } from 'better-sqlite3';
import type { Provenance } from '../../../core/provenance.js';
import type { SerializedError } from '../../../core/trial.js';
import type { AttemptRow } from '../../port.js';
import type { Methods } from '../methods.js';
import { fingerprintMarks } from './fingerprint-table.js';

interface AttemptColumns {
  readonly id: number;
  readonly trial_id: number;
  readonly state: AttemptRow['state'];
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly error: string | null;
  readonly provenance: string | null;
}

/** The life of a trial while it runs. Ends that come after the end change nothing. */
export function attemptTable(
  db: Database,
): Pick<Methods, 'take' | 'end' | 'attempts' | 'crashed' | 'firstFailure'> {
  const claim = db.prepare<[number]>(`
    update trials
    set state = 'running', checkpoint_epoch = null, checkpoint_digest = null, network_digest = null,
        epochs = 0, seconds = 0
    where id = ? and state = 'queued'
  `);
  const clearReports = db.prepare<[number]>('delete from reports where trial_id = ?');
  const clearStandings = db.prepare<[number]>('delete from standings where trial_id = ?');
  const open = db.prepare<[number, string, string]>(
    `insert into attempts (trial_id, state, started_at, provenance) values (?, 'running', ?, ?)`,
  );
  const close = db.prepare(`
    update attempts set state = @state, ended_at = @endedAt, error = @error
    where trial_id = @trialId and state = 'running'
  `);
  const endTrial = db.prepare<[string, number | null, string | null, number]>(
    'update trials set state = ?, checkpoint_epoch = ?, checkpoint_digest = ? where id = ?',
  );
  const { mark } = fingerprintMarks(db);
  const select = db.prepare<[number], AttemptColumns>(
    'select * from attempts where trial_id = ? order by id',
  );
  const selectCrashed = db
    .prepare<[number], number>(`
      select distinct trial_id from attempts join trials on trials.id = trial_id
      where sweep_id = ? and attempts.state = 'crashed'
    `)
    .pluck();
  const selectFailure = db.prepare<[number], { trial_id: number; error: string | null }>(`
    select trials.id as trial_id,
           (select error from attempts where trial_id = trials.id order by id desc limit 1) as error
    from trials where sweep_id = ? and state = 'failed' order by number limit 1
  `);

  const take = db.transaction((...[trialIds, provenance, made]: Parameters<Methods['take']>) => {
    const ranOn = JSON.stringify(provenance);
    mark(trialIds, made);
    for (const trialId of trialIds) {
      if (claim.run(trialId).changes === 0) throw new Error(`trial ${trialId} is not queued`);
      clearReports.run(trialId);
      clearStandings.run(trialId);
      open.run(trialId, new Date().toISOString(), ranOn);
    }
  });
  const end = db.transaction((outcomes: Parameters<Methods['end']>[0]) => {
    for (const { trialId, state, error, ...checkpoint } of outcomes) {
      const { checkpointEpoch = null, checkpointDigest = null } = checkpoint;
      const ended = { trialId, state, endedAt: new Date().toISOString() };
      const { changes } = close.run({ ...ended, error: error ? JSON.stringify(error) : null });
      if (changes === 0) continue;
      const next = state === 'interrupted' ? 'queued' : state;
      endTrial.run(next, checkpointEpoch, checkpointDigest, trialId);
    }
  });

  return {
    take: (trialIds, provenance, made) => take(trialIds, provenance, made),
    end: (outcomes) => end(outcomes),
    attempts: (trialId) => select.all(trialId).map(toAttempt),
    crashed: (sweepId) => new Set(selectCrashed.all(sweepId)),
    firstFailure(sweepId) {
      const row = selectFailure.get(sweepId);
      if (!row) return null;
      const error = row.error === null ? null : (JSON.parse(row.error) as SerializedError);
      return { trialId: row.trial_id, message: error?.message ?? null };
    },
  };
}

function toAttempt(row: AttemptColumns): AttemptRow {
  return {
    id: row.id,
    trialId: row.trial_id,
    state: row.state,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    error: row.error === null ? null : (JSON.parse(row.error) as SerializedError),
    provenance: row.provenance === null ? null : (JSON.parse(row.provenance) as Provenance),
  };
}
