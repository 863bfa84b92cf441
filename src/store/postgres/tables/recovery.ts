import { crashesIn, type EndColumns } from '../../reading/crashes.js';
import type { Methods } from '../methods.js';
import type { Sql } from '../sql.js';
import { PROGRESSED } from './attempt-table.js';

interface RunningColumns {
  readonly id: number;
  readonly cohort: string | null;
  readonly progressed: number;
}

interface Ending {
  readonly id: number;
  readonly attempt: 'crashed' | 'interrupted';
  readonly state: 'queued' | 'failed';
  /** JSON. */
  readonly error: string | null;
  readonly place: string | null;
}

/** Puts in order what a process left behind, whether it died or was told to go at once. */
export function recovery(sql: Sql): Pick<Methods, 'recover' | 'giveBack'> {
  const running = (sweepId: number) =>
    sql.all<RunningColumns>(
      `select t.id, cohort, ${PROGRESSED} as progressed
       from trials t join attempts on attempts.trial_id = t.id and attempts.state = 'running'
       where t.sweep_id = $1 and t.state = 'running'
       order by t.id`,
      [sweepId],
    );

  /** How attempts of these trials ended, the latest first. */
  async function endsOf(ids: readonly number[]): Promise<ReadonlyMap<number, EndColumns[]>> {
    const rows = await sql.all<EndColumns & { readonly trial_id: number }>(
      `select trial_id, state, cohort, place, progressed from attempts
       where trial_id = any($1) and state <> 'running' order by id desc`,
      [ids],
    );
    const ends = new Map<number, EndColumns[]>(ids.map((id) => [id, []]));
    for (const row of rows) ends.get(row.trial_id)!.push(row);
    return ends;
  }

  async function endAll(endings: readonly Ending[], at: string): Promise<void> {
    await sql.run(
      `with closed as (
         update attempts
         set state = e.attempt, ended_at = $2, error = e.error, place = e.place,
             progressed = ${PROGRESSED}
         from json_to_recordset($1::json) as e
           (id bigint, attempt text, state text, error text, place text), trials t
         where attempts.trial_id = e.id and attempts.state = 'running' and t.id = e.id
         returning e.*)
       update trials
       set state = c.state, checkpoint_epoch = null, checkpoint_digest = null,
           snapshot_id = case when c.state = 'queued' then snapshot_id end
       from closed c where trials.id = c.id`,
      [JSON.stringify(endings), at],
    );
  }

  return {
    async recover(sweepId, fateOf, apart) {
      const at = new Date().toISOString();
      const left = (await running(sweepId)).filter(
        ({ cohort }) => cohort === null || !apart?.has(cohort),
      );
      if (left.length === 0) return { requeued: 0, failed: 0 };
      const ends = await endsOf(left.map(({ id }) => id));
      const fates = left.map(({ id, cohort, progressed }) => {
        const before = progressed === 1 ? [] : crashesIn(ends.get(id)!).map(({ place }) => place);
        return { id, ...fateOf({ trialId: id, cohort, alone: left.length === 1, before }) };
      });
      await endAll(
        fates.map(({ id, state, error, place }) => {
          return { id, attempt: 'crashed', state, error: JSON.stringify(error), place };
        }),
        at,
      );
      await sql.run(
        `insert into events (sweep_id, trial_id, at, kind, message)
         select $1, id, $2, 'crashed', message
         from unnest($3::bigint[], $4::text[]) with ordinality as died (id, message, place)
         order by place`,
        [sweepId, at, fates.map(({ id }) => id), fates.map(({ error }) => error.message)],
      );
      const failed = fates.filter(({ state }) => state === 'failed').length;
      return { requeued: fates.length - failed, failed };
    },
    async giveBack(sweepId) {
      const left = await running(sweepId);
      await endAll(
        left.map(({ id }) => {
          return { id, attempt: 'interrupted', state: 'queued', error: null, place: null };
        }),
        new Date().toISOString(),
      );
      await sql.run(`update sweeps set state = 'interrupted' where id = $1`, [sweepId]);
    },
  };
}
