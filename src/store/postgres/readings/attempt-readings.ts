import { groupBy } from '../../../core/lists/group-by.js';
import type { Readings } from '../../port.js';
import {
  type AttemptColumns,
  readError,
  toAttempt,
  toRanOn,
} from '../../reading/attempt-columns.js';
import { deathsIn, type EndColumns } from '../../reading/crashes.js';
import type { Sql } from '../sql.js';

export function attemptReadings(
  sql: Sql,
  onDamage: (message: string) => void,
): Pick<Readings, 'attempts' | 'allAttempts' | 'deaths' | 'ranOn' | 'firstFailure'> {
  return {
    async attempts(trialId) {
      const rows = await sql.all<AttemptColumns>(
        'select * from attempts where trial_id = $1 order by id',
        [trialId],
      );
      return rows.map((row) => toAttempt(row, onDamage));
    },
    async allAttempts(sweepId) {
      const rows = await sql.all<AttemptColumns>(`${OF_SWEEP} order by a.id`, [sweepId]);
      return rows.map((row) => toAttempt(row, onDamage));
    },
    async deaths(sweepId) {
      const rows = await sql.all<EndColumns & { readonly trial_id: number }>(
        `${OF_SWEEP} and t.state = 'queued' and a.state <> 'running'
           and exists (select 1 from attempts c where c.trial_id = t.id and c.state = 'crashed')
         order by a.trial_id, a.id desc`,
        [sweepId],
      );
      return new Map(
        [...groupBy(rows, ({ trial_id }) => trial_id)].flatMap(([id, ends]) => {
          const deaths = deathsIn(ends);
          return deaths ? [[id, deaths] as const] : [];
        }),
      );
    },
    async ranOn(sweepId) {
      const row = await sql.one<AttemptColumns>(
        `${OF_SWEEP} and a.provenance is not null order by a.id desc limit 1`,
        [sweepId],
      );
      return toRanOn(row, onDamage);
    },
    async firstFailure(sweepId) {
      const row = await sql.one<{ trial_id: number; error: string | null }>(
        `select t.id as trial_id,
                (select error from attempts where trial_id = t.id order by id desc limit 1) as error
         from trials t where t.sweep_id = $1 and t.state = 'failed' order by t.number limit 1`,
        [sweepId],
      );
      if (!row) return null;
      const error = readError(row.error, row.trial_id, onDamage);
      return { trialId: row.trial_id, message: error?.message ?? null };
    },
  };
}

const OF_SWEEP = `
  select a.* from attempts a join trials t on t.id = a.trial_id where t.sweep_id = $1
`;
