import type { KeptDigests, Readings } from '../../port.js';
import type { Sql } from '../sql.js';

/** Which trials' weights are kept, of which epoch, and their digests. */
export function checkpointReadings(
  sql: Sql,
): Pick<Readings, 'checkpointEpoch' | 'withCheckpoint' | 'digests'> {
  return {
    async checkpointEpoch(trialId) {
      const row = await sql.one<{ checkpoint_epoch: number | null }>(
        'select checkpoint_epoch from trials where id = $1',
        [trialId],
      );
      return row?.checkpoint_epoch ?? null;
    },
    async withCheckpoint(sweepId) {
      const rows = await sql.all<{ id: number }>(
        'select id from trials where sweep_id = $1 and checkpoint_epoch is not null order by number',
        [sweepId],
      );
      return rows.map(({ id }) => id);
    },
    async digests(trialId) {
      const row = await sql.one<KeptDigests>(
        'select checkpoint_digest as checkpoint, network_digest as network from trials where id = $1',
        [trialId],
      );
      return row ?? { checkpoint: null, network: null };
    },
  };
}
