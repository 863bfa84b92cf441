import type { Database } from 'better-sqlite3';
import type { KeptDigests } from '../../port.js';
import type { Methods } from '../methods.js';

/** Which trials' weights are on disk, of which epoch, and their digests. */
export function checkpointColumns(
  db: Database,
): Pick<
  Methods,
  'checkpointEpoch' | 'withCheckpoint' | 'setCheckpointEpoch' | 'setNetwork' | 'digests'
> {
  const select = db
    .prepare<[number], number | null>('select checkpoint_epoch from trials where id = ?')
    .pluck();
  const selectOfSweep = db
    .prepare<[number], number>(
      'select id from trials where sweep_id = ? and checkpoint_epoch is not null order by number',
    )
    .pluck();
  const update = db.prepare<[number | null, number | null, number]>(`
    update trials
    set checkpoint_epoch = ?, checkpoint_digest = iif(? is null, null, checkpoint_digest)
    where id = ?
  `);
  const updateNetwork = db.prepare<[string | null, number]>(
    'update trials set network_digest = ? where id = ?',
  );
  const selectDigests = db.prepare<[number], KeptDigests>(
    'select checkpoint_digest as checkpoint, network_digest as network from trials where id = ?',
  );

  return {
    checkpointEpoch: (trialId) => select.get(trialId) ?? null,
    withCheckpoint: (sweepId) => selectOfSweep.all(sweepId),
    setCheckpointEpoch(trialId, epoch) {
      update.run(epoch, epoch, trialId);
    },
    setNetwork(trialId, digest) {
      updateNetwork.run(digest, trialId);
    },
    digests: (trialId) => selectDigests.get(trialId) ?? { checkpoint: null, network: null },
  };
}
