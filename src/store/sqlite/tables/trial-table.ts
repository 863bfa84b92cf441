import type { Database } from 'better-sqlite3';
import type { Params } from '../../../core/space.js';
import type { Report, Trial, TrialState } from '../../../core/trial.js';
import type { Store } from '../../port.js';
import { keepAlive } from '../keep-alive.js';
import { type ReportColumns, toReport } from './report-columns.js';

interface TrialColumns {
  readonly id: number;
  readonly sweep_id: number;
  readonly number: number;
  readonly params: string;
  readonly state: TrialState;
}

type Methods = 'addTrials' | 'trial' | 'trials' | 'checkpointEpoch' | 'setCheckpointEpoch';

export function trialTable(db: Database): Pick<Store, Methods> {
  const insert = db.prepare<[number, number, string]>(
    `insert into trials (sweep_id, number, params, state) values (?, ?, ?, 'queued')`,
  );
  const select = db.prepare<[number], TrialColumns>('select * from trials where id = ?');
  const selectOfSweep = db.prepare<[number], TrialColumns>(
    'select id, sweep_id, number, params, state from trials where sweep_id = ? order by number',
  );
  const selectReports = db.prepare<[number], ReportColumns>(
    'select * from reports where trial_id = ? order by epoch',
  );
  const selectReportsOfSweep = db.prepare<[number], ReportColumns & { trial_id: number }>(`
    select reports.* from trials join reports on reports.trial_id = trials.id
    where trials.sweep_id = ?
    order by reports.trial_id, reports.epoch
  `);
  const selectCheckpoint = db
    .prepare<[number], number | null>('select checkpoint_epoch from trials where id = ?')
    .pluck();
  const updateCheckpoint = db.prepare<[number | null, number]>(
    'update trials set checkpoint_epoch = ? where id = ?',
  );
  const insertAll = db.transaction(
    (sweepId: number, rows: readonly { number: number; params: Params }[]) =>
      rows.map(({ number, params }): Trial => {
        const { lastInsertRowid } = insert.run(sweepId, number, JSON.stringify(params));
        const id = Number(lastInsertRowid);
        return { id, sweepId, number, params, state: 'queued', reports: [] };
      }),
  );

  return {
    addTrials: (sweepId, rows) => insertAll(sweepId, rows),

    trial(id) {
      const row = select.get(id);
      return row && toTrial(row, selectReports.all(id).map(toReport));
    },

    trials(sweepId) {
      const reports = new Map<number, Report[]>();
      for (const row of keepAlive(selectReportsOfSweep.iterate(sweepId))) {
        const known = reports.get(row.trial_id);
        if (known) known.push(toReport(row));
        else reports.set(row.trial_id, [toReport(row)]);
      }
      return selectOfSweep.all(sweepId).map((row) => toTrial(row, reports.get(row.id) ?? []));
    },

    checkpointEpoch: (trialId) => selectCheckpoint.get(trialId) ?? null,

    setCheckpointEpoch(trialId, epoch) {
      updateCheckpoint.run(epoch, trialId);
    },
  };
}

function toTrial(row: TrialColumns, reports: readonly Report[]): Trial {
  return {
    id: row.id,
    sweepId: row.sweep_id,
    number: row.number,
    params: JSON.parse(row.params) as Params,
    state: row.state,
    reports,
  };
}
