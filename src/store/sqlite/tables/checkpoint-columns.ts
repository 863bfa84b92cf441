import type { Database } from 'better-sqlite3';
import type { Methods } from '../methods.js';

/** Which trials' weights are on disk, and of which epoch. */
export function checkpointColumns(
  db: Database,
): Pick<Methods, 'checkpointEpoch' | 'withCheckpoint' | 'setCheckpointEpoch'> {
  const select = db
    .prepare<[number], number | null>('select checkpoint_epoch from trials where id = ?')
    .pluck();
  const selectOfSweep = db
    .prepare<[number], number>(
      'select id from trials where sweep_id = ? and checkpoint_epoch is not null order by number',
    )
    .pluck();
  const update = db.prepare<[number | null, number]>(
    'update trials set checkpoint_epoch = ? where id = ?',
  );

  return {
    checkpointEpoch: (trialId) => select.get(trialId) ?? null,
    withCheckpoint: (sweepId) => selectOfSweep.all(sweepId),
    setCheckpointEpoch(trialId, epoch) {
      update.run(epoch, trialId);
    },
  };
}
