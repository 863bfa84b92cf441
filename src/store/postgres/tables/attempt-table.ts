import type { TrialOutcome } from '../../../core/trial.js';
import type { Methods } from '../methods.js';
import type { Sql } from '../sql.js';
import { fingerprintId } from './fingerprint-table.js';
import { reportTable } from './report-table.js';
import { FORGOTTEN, REWOUND, reportsBefore } from './rewind.js';

/** Whether an attempt that is about to be closed came further than any before it: of `t`, its trial. */
export const PROGRESSED = 'greatest(attempts.progressed, (t.epochs > t.furthest)::int)';

/** The life of a trial while it runs. Ends that come after the end change nothing. */
export function attemptTable(
  sql: Sql,
  onDamage: (message: string) => void,
): Pick<Methods, 'take' | 'end' | 'endPaused'> {
  return {
    async take(trialIds, provenance, made, { cohort = null, epochs = 0 } = {}) {
      const fingerprint = made ? await fingerprintId(made.fingerprint, sql) : null;
      const kept = await reportsBefore(trialIds, epochs, sql, onDamage);
      // One statement: of a cohort of fifty, each row's change would be noted three times over.
      const taken = await sql.all<{ id: number }>(
        `with taken as (
           update trials
           set state = 'running', checkpoint_epoch = null, checkpoint_digest = null,
               network_digest = null, fingerprint_id = $2, change = $3, ${REWOUND}
           where id = any($1) and state = 'queued' returning id),
         ${FORGOTTEN},
         opened as (
           insert into attempts (trial_id, state, started_at, provenance, cohort)
           select id, 'running', $4, $5, $6
           from unnest($1::bigint[]) with ordinality as asked (id, place)
           where (select count(*) from taken) = cardinality($1::bigint[])
           order by place)
         select id from taken`,
        [
          ...[trialIds, fingerprint, made?.change ?? 0],
          ...[new Date().toISOString(), JSON.stringify(provenance), cohort],
        ],
      );
      const ids = new Set(taken.map(({ id }) => id));
      for (const id of trialIds) if (!ids.delete(id)) throw new Error(`trial ${id} is not queued`);
      if (kept.length > 0) await reportTable(sql).report(kept);
    },
    async end(outcomes) {
      // By its row's number: asked for by their trials, all attempts that run would be looked through.
      await sql.run(
        `with asked as materialized (
           select o.*, (select id from attempts where trial_id = o.id and state = 'running') as attempt
           from ${OUTCOMES}),
         closed as (
           update attempts
           set state = o.state, ended_at = $6, error = o.error, progressed = ${PROGRESSED}
           from asked o join trials t on t.id = o.id
           where attempts.id = o.attempt
           returning o.*)
         update trials
         set state = case when c.state = 'interrupted' then 'queued' else c.state end,
             checkpoint_epoch = c.checkpoint_epoch, checkpoint_digest = c.checkpoint_digest,
             snapshot_id = case when c.state = 'interrupted' then snapshot_id end
         from closed c where trials.id = c.id`,
        [...columnsOf(firstOfEach(outcomes)), new Date().toISOString()],
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
        columnsOf(firstOfEach(outcomes)),
      );
    },
  };
}

/** Rows of `columnsOf` as `o`. */
const OUTCOMES = `
  unnest($1::bigint[], $2::text[], $3::text[], $4::int[], $5::text[])
    as o (id, state, error, checkpoint_epoch, checkpoint_digest)`;

function columnsOf(outcomes: readonly TrialOutcome[]): readonly (readonly unknown[])[] {
  return [
    outcomes.map(({ trialId }) => trialId),
    outcomes.map(({ state }) => state),
    outcomes.map(({ error }) => (error ? JSON.stringify(error) : null)),
    outcomes.map(({ checkpointEpoch }) => checkpointEpoch ?? null),
    outcomes.map(({ checkpointDigest }) => checkpointDigest ?? null),
  ];
}

/** The first word on a trial stands. */
function firstOfEach(outcomes: readonly TrialOutcome[]): readonly TrialOutcome[] {
  const seen = new Set<number>();
  return outcomes.filter(({ trialId }) => !seen.has(trialId) && seen.add(trialId));
}
