import type { Methods } from '../methods.js';
import type { Sql } from '../sql.js';

/**
 * Lets trials that have ended run once more, as if for the first time: what is on disk of them stands
 * for them no longer, and where processes died under them counts no more. Their sweep waits again.
 */
export function requeueing(sql: Sql): Pick<Methods, 'requeue'> {
  return {
    async requeue(trialIds, why) {
      const reopened = await sql.all<{ id: number; sweep_id: number }>(
        `update trials
         set state = 'queued', checkpoint_epoch = null, checkpoint_digest = null,
             network_digest = null
         where id = any($1) and state not in ('queued', 'running')
         returning id, sweep_id`,
        [trialIds],
      );
      if (reopened.length === 0) return;
      const ids = reopened.map(({ id }) => id);
      // Deaths are counted from the latest.
      await sql.run(
        `update attempts
         set place = null,
             progressed = case when id = (select max(id) from attempts a where a.trial_id = attempts.trial_id)
                               then 1 else progressed end
         where trial_id = any($1)`,
        [ids],
      );
      await sql.run(
        `update sweeps set state = 'interrupted' where id = any($1) and state in ('finished', 'failed')`,
        [[...new Set(reopened.map(({ sweep_id }) => sweep_id))]],
      );
      const isReopened = new Set(ids);
      await sql.run(
        `insert into events (sweep_id, trial_id, at, kind, message)
         select sweep_id, id, $2, 'requeued', $3
         from unnest($1::bigint[]) with ordinality as asked (id, place) join trials using (id)
         order by place`,
        [trialIds.filter((id) => isReopened.delete(id)), new Date().toISOString(), why],
      );
    },
  };
}
