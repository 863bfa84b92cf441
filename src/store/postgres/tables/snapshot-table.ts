import type { Methods } from '../methods.js';
import type { Sql } from '../sql.js';
import { rewind } from './rewind.js';

type Own = 'addSnapshot' | 'leaveSnapshots' | 'tidySnapshots';

/** Which trials go on from which file. */
export function snapshotTable(sql: Sql, onDamage: (message: string) => void): Pick<Methods, Own> {
  const tidySnapshots = async (sweepId: number) => {
    const gone = await sql.all<{ file: string }>(
      `delete from snapshots where sweep_id = $1 and not exists
         (select 1 from trials where trials.snapshot_id = snapshots.id)
       returning file`,
      [sweepId],
    );
    return gone.map(({ file }) => file);
  };

  return {
    async addSnapshot(sweepId, { file, sha256, bytes, epoch, step, provenance }, trialIds) {
      const made = await sql.one<{ id: number }>(
        `insert into snapshots (sweep_id, file, sha256, bytes, epoch, step, provenance, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
        [
          ...[sweepId, file, sha256, bytes, epoch, step],
          ...[JSON.stringify(provenance), new Date().toISOString()],
        ],
      );
      // Never ahead of the reports: of a trial that was given back meanwhile, the last may be missing.
      const hung = await sql.all<{ id: number }>(
        `with hung as (
           update trials set snapshot_id = $1
           where id = any($2) and state in ('queued', 'running') and epochs >= $3
           returning id),
         further as (
           update attempts set progressed = 1
           from hung where trial_id = hung.id and state = 'running')
         select id from hung order by id`,
        [made!.id, trialIds, epoch],
      );
      const dropped = await tidySnapshots(sweepId);
      return { id: made!.id, trialIds: hung.map(({ id }) => id), dropped };
    },
    async leaveSnapshots(trialIds) {
      const left = await sql.all<{ id: number; state: string }>(
        'update trials set snapshot_id = null where id = any($1) returning id, state',
        [trialIds],
      );
      const running = left.filter(({ state }) => state === 'running').map(({ id }) => id);
      if (running.length > 0) await rewind(running, 0, sql, onDamage);
    },
    tidySnapshots,
  };
}
