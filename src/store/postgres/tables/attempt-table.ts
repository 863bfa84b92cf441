import type { TrialOutcome } from '../../../core/trial.js';
import type { Methods } from '../methods.js';
import type { Sql } from '../sql.js';
import { markFingerprint } from './fingerprint-table.js';
import { rewind } from './rewind.js';

/** Whether an attempt that is about to be closed came further than any before it: of `t`, its trial. */
export const PROGRESSED = 'greatest(attempts.progressed, (t.epochs > t.furthest)::int)';

/** The life of a trial while it runs. Ends that come after the end change nothing. */
export function attemptTable(
  sql: Sql,
  onDamage: (message: string) => void,
): Pick<Methods, 'take' | 'end' | 'endPaused'> {
  return {
    async take(trialIds, provenance, made, { cohort = null, epochs = 0 } = {}) {
      await markFingerprint(trialIds, made, sql);
      const claimed = await sql.all<{ id: number }>(
        `update trials
         set state = 'running', checkpoint_epoch = null, checkpoint_digest = null,
             network_digest = null
         where id = any($1) and state = 'queued' returning id`,
        [trialIds],
      );
      const ids = new Set(claimed.map(({ id }) => id));
      for (const id of trialIds) if (!ids.delete(id)) throw new Error(`trial ${id} is not queued`);
      await rewind(trialIds, epochs, sql, onDamage);
      await sql.run(
        `insert into attempts (trial_id, state, started_at, provenance, cohort)
         select id, 'running', $2, $3, $4
         from unnest($1::bigint[]) with ordinality as taken (id, place) order by place`,
        [trialIds, new Date().toISOString(), JSON.stringify(provenance), cohort],
      );
    },
    async end(outcomes) {
      const first = firstOfEach(outcomes);
      await sql.run(
        `with closed as (
           update attempts
           set state = o.state, ended_at = $2, error = o.error, progressed = ${PROGRESSED}
           from ${OUTCOMES}, trials t
           where attempts.trial_id = o.id and attempts.state = 'running' and t.id = o.id
           returning o.*)
         update trials
         set state = case when c.state = 'interrupted' then 'queued' else c.state end,
             checkpoint_epoch = c.checkpoint_epoch, checkpoint_digest = c.checkpoint_digest,
             snapshot_id = case when c.state = 'interrupted' then snapshot_id end
         from closed c where trials.id = c.id`,
        [outcomeRows(first), new Date().toISOString()],
      );
    },
    async endPaused(outcomes) {
      await sql.run(
        `with ended as (
           update trials
           set state = o.state, checkpoint_epoch = null, checkpoint_digest = null,
               snapshot_id = null
           from ${OUTCOMES} where trials.id = o.id and trials.state = 'queued'
           returning o.*)
         update attempts set state = e.state, error = e.error
         from ended e
         where attempts.id = (select max(id) from attempts where trial_id = e.id)`,
        [outcomeRows(firstOfEach(outcomes))],
      );
    },
  };
}

/** Rows of `outcomeRows` as `o`. */
const OUTCOMES = `
  json_to_recordset($1::json) as o
    (id bigint, state text, error text, checkpoint_epoch int, checkpoint_digest text)`;

function outcomeRows(outcomes: readonly TrialOutcome[]): string {
  return JSON.stringify(
    outcomes.map(({ trialId, state, error, checkpointEpoch, checkpointDigest }) => ({
      ...{ id: trialId, state },
      error: error ? JSON.stringify(error) : null,
      checkpoint_epoch: checkpointEpoch ?? null,
      checkpoint_digest: checkpointDigest ?? null,
    })),
  );
}

/** The first word on a trial stands. */
function firstOfEach(outcomes: readonly TrialOutcome[]): readonly TrialOutcome[] {
  const seen = new Set<number>();
  return outcomes.filter(({ trialId }) => !seen.has(trialId) && seen.add(trialId));
}
