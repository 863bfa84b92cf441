import type { Database } from 'better-sqlite3';
import { type SnapshotColumns, toSnapshot } from '../../reading/snapshot-columns.js';
import type { Methods } from '../methods.js';
import type { Rewind } from './rewind.js';

type Own = 'addSnapshot' | 'leaveSnapshots' | 'tidySnapshots' | 'snapshots';

/**
 * Which trials go on from which file. `onDamage`: told of what cannot be read; nothing goes on from
 * it then.
 */
export function snapshotTable(
  db: Database,
  rewind: Rewind,
  onDamage: (message: string) => void,
): Pick<Methods, Own> {
  const insert = db.prepare(`
    insert into snapshots (sweep_id, file, sha256, bytes, epoch, step, provenance, created_at)
    values (@sweepId, @file, @sha256, @bytes, @epoch, @step, @provenance, @createdAt)
  `);
  // Never ahead of the reports: of a trial that was given back meanwhile, the last may be missing.
  const hang = db.prepare<{ id: number | bigint; trialId: number; epoch: number }>(`
    update trials set snapshot_id = @id
    where id = @trialId and state in ('queued', 'running') and epochs >= @epoch
  `);
  const progress = db.prepare<[number]>(
    `update attempts set progressed = 1 where trial_id = ? and state = 'running'`,
  );
  const leave = db.prepare<[number]>('update trials set snapshot_id = null where id = ?');
  const isRunning = db
    .prepare<[number], number>(`select 1 from trials where id = ? and state = 'running'`)
    .pluck();
  const tidy = db
    .prepare<[number], string>(`
      delete from snapshots
      where sweep_id = ? and id not in (select snapshot_id from trials where snapshot_id is not null)
      returning file
    `)
    .pluck();
  const select = db.prepare<[number], SnapshotColumns>(
    'select * from snapshots where sweep_id = ? order by id',
  );
  const selectTrials = db
    .prepare<[number], number>('select id from trials where snapshot_id = ? order by id')
    .pluck();

  const addSnapshot = db.transaction((...[sweepId, snapshot, trialIds]: AddArgs) => {
    const { file, sha256, bytes, epoch, step } = snapshot;
    const { lastInsertRowid: id } = insert.run({
      ...{ sweepId, file, sha256, bytes, epoch, step },
      provenance: JSON.stringify(snapshot.provenance),
      createdAt: new Date().toISOString(),
    });
    const hung = [...new Set(trialIds)]
      .filter((trialId) => hang.run({ id, trialId, epoch }).changes > 0)
      .sort((a, b) => a - b);
    for (const trialId of hung) progress.run(trialId);
    return { id: Number(id), trialIds: hung, dropped: tidy.all(sweepId) };
  });
  const leaveSnapshots = db.transaction((trialIds: readonly number[]) => {
    for (const trialId of trialIds) {
      leave.run(trialId);
      if (isRunning.get(trialId)) rewind(trialId, 0);
    }
  });

  return {
    addSnapshot: (...args) => addSnapshot.immediate(...args),
    leaveSnapshots: (trialIds) => leaveSnapshots.immediate(trialIds),
    tidySnapshots: (sweepId) => tidy.all(sweepId),
    snapshots: (sweepId) =>
      select.all(sweepId).map((row) => toSnapshot(row, selectTrials.all(row.id), onDamage)),
  };
}

type AddArgs = Parameters<Methods['addSnapshot']>;
