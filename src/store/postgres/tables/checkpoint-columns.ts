import type { Methods } from '../methods.js';
import type { Sql } from '../sql.js';

/** Which trials' weights are kept, of which epoch, and their digests. */
export function checkpointColumns(sql: Sql): Pick<Methods, 'setCheckpointEpoch' | 'setNetwork'> {
  return {
    async setCheckpointEpoch(trialId, epoch) {
      await sql.run(
        `update trials
         set checkpoint_epoch = $2,
             checkpoint_digest = case when $2::int is not null then checkpoint_digest end
         where id = $1`,
        [trialId, epoch],
      );
    },
    async setNetwork(trialId, digest) {
      await sql.run('update trials set network_digest = $2 where id = $1', [trialId, digest]);
    },
  };
}
