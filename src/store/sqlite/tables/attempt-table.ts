import type { Database } from 'better-sqlite3';
import type { SerializedError } from '../../../core/trial.js';
import type { AttemptRow, Store } from '../../port.js';
import { fromReport } from './report-columns.js';

interface AttemptColumns {
  readonly id: number;
  readonly trial_id: number;
  readonly state: AttemptRow['state'];
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly error: string | null;
}

type Methods = 'startTrials' | 'report' | 'finishTrial' | 'attempts';

/** The life of a trial while it runs. Reports and ends that come after the end change nothing. */
export function attemptTable(db: Database): Pick<Store, Methods> {
  const claim = db.prepare<[number]>(`
    update trials
    set state = 'running', checkpoint_epoch = null, epochs = 0, seconds = 0, last_epoch = null,
        highest_val_accuracy = null, lowest_val_accuracy = null,
        highest_val_loss = null, lowest_val_loss = null,
        highest_train_accuracy = null, lowest_train_accuracy = null,
        highest_train_loss = null, lowest_train_loss = null
    where id = ? and state = 'queued'
  `);
  const clearReports = db.prepare<[number]>('delete from reports where trial_id = ?');
  const open = db.prepare<[number, string]>(
    `insert into attempts (trial_id, state, started_at) values (?, 'running', ?)`,
  );
  const close = db.prepare(`
    update attempts set state = @state, ended_at = @endedAt, error = @error
    where trial_id = @trialId and state = 'running'
  `);
  const endTrial = db.prepare<[string, number | null, number]>(
    'update trials set state = ?, checkpoint_epoch = ? where id = ?',
  );
  const insertReport = db.prepare(`
    insert into reports
    select @trialId, @epoch, @train_loss, @train_accuracy, @val_loss, @val_accuracy,
           @learning_rate, @seconds, @images_per_second, @peak_memory_bytes,
           @solo_seconds, @shared_with
    from trials where id = @trialId and state = 'running'
    on conflict (trial_id, epoch) do update
    set train_loss = excluded.train_loss, train_accuracy = excluded.train_accuracy,
        val_loss = excluded.val_loss, val_accuracy = excluded.val_accuracy,
        learning_rate = excluded.learning_rate, seconds = excluded.seconds,
        images_per_second = excluded.images_per_second,
        peak_memory_bytes = excluded.peak_memory_bytes,
        solo_seconds = excluded.solo_seconds, shared_with = excluded.shared_with
  `);
  const sumUp = db.prepare<{ trialId: number }>(`
    update trials
    set (epochs, seconds, last_epoch) =
          (select count(*), total(seconds), max(epoch) from reports where trial_id = @trialId),
        ${['val_accuracy', 'val_loss', 'train_accuracy', 'train_loss'].map(standing).join(',\n')}
    where id = @trialId
  `);
  const select = db.prepare<[number], AttemptColumns>(
    'select * from attempts where trial_id = ? order by id',
  );

  const start = db.transaction((trialIds: readonly number[]) => {
    for (const trialId of trialIds) {
      if (claim.run(trialId).changes === 0) throw new Error(`trial ${trialId} is not queued`);
      clearReports.run(trialId);
      open.run(trialId, new Date().toISOString());
    }
  });
  const report = db.transaction((...[trialId, report]: Parameters<Store['report']>) => {
    const { changes } = insertReport.run({ trialId, ...fromReport(report) });
    if (changes > 0) sumUp.run({ trialId });
  });
  const finish = db.transaction((outcome: Parameters<Store['finishTrial']>[0]) => {
    const { trialId, state, error, checkpointEpoch = null } = outcome;
    const ended = { trialId, state, endedAt: new Date().toISOString() };
    const { changes } = close.run({ ...ended, error: error ? JSON.stringify(error) : null });
    if (changes === 0) return;
    endTrial.run(state === 'interrupted' ? 'queued' : state, checkpointEpoch, trialId);
  });

  return {
    startTrials: (trialIds) => start(trialIds),
    report: (trialId, numbers) => report(trialId, numbers),
    finishTrial: (outcome) => finish(outcome),
    attempts: (trialId) => select.all(trialId).map(toAttempt),
  };
}

/** The epochs at which a metric was highest and lowest, the earliest of equal ones. */
function standing(metric: string): string {
  const first = (direction: string) => `(
          select epoch from reports where trial_id = @trialId and ${metric} is not null
          order by ${metric} ${direction}, epoch limit 1)`;
  return `highest_${metric} = ${first('desc')}, lowest_${metric} = ${first('asc')}`;
}

function toAttempt(row: AttemptColumns): AttemptRow {
  return {
    id: row.id,
    trialId: row.trial_id,
    state: row.state,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    error: row.error === null ? null : (JSON.parse(row.error) as SerializedError),
  };
}
