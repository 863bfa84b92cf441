import type { Readings } from '../../port.js';
import { type SnapshotColumns, toSnapshot } from '../../reading/snapshot-columns.js';
import type { Sql } from '../sql.js';

export function snapshotReading(
  sql: Sql,
  onDamage: (message: string) => void,
): Pick<Readings, 'snapshots'> {
  return {
    async snapshots(sweepId) {
      const rows = await sql.all<SnapshotColumns & { readonly trials: readonly number[] }>(
        `select s.*, array(select id from trials where snapshot_id = s.id order by id) as trials
         from snapshots s where sweep_id = $1 order by id`,
        [sweepId],
      );
      return rows.map((row) => toSnapshot(row, row.trials, onDamage));
    },
  };
}
