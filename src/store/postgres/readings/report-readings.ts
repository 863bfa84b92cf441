import { groupBy } from '../../../core/lists/group-by.js';
import type { Readings } from '../../port.js';
import { allMetrics, readMetrics } from '../../reading/report-columns.js';
import type { Sql } from '../sql.js';
import { ALONE_SQL } from './metric-sql.js';

/** What reports say, of many trials at once. */
export function reportReadings(
  sql: Sql,
  onDamage: (message: string) => void,
): Pick<Readings, 'rights' | 'curves' | 'standings'> {
  return {
    async rights(at) {
      const rows = await sql.all<{ trial_id: number; rights: Buffer }>(
        `select trial_id, rights
         from unnest($1::bigint[], $2::integer[]) with ordinality as asked (trial, epoch, place)
         join reports on trial_id = asked.trial and reports.epoch = asked.epoch
         where rights is not null order by place`,
        [at.map(({ trial }) => trial), at.map(({ epoch }) => epoch)],
      );
      return new Map(rows.map((row) => [row.trial_id, Uint8Array.from(row.rights)]));
    },
    async curves(trialIds, metric) {
      const rows = await sql.all<{ trial_id: number; metrics: string }>(
        `select trial_id, metrics from reports where trial_id = any ($1)
         order by trial_id, epoch`,
        [trialIds],
      );
      const reports = groupBy(rows, ({ trial_id }) => trial_id);
      return new Map(
        trialIds.map((id) => {
          const values = (reports.get(id) ?? []).map(({ metrics }) => {
            return readMetrics(metrics, `a report of trial ${id}`, onDamage)[metric] ?? Number.NaN;
          });
          return [id, values] as const;
        }),
      );
    },
    async standings(trialIds, { name, goal }) {
      const extreme = goal === 'maximize' ? 'highest' : 'lowest';
      // Of a trial whose metric never was a number the first epoch stands.
      const rows = await sql.all<{ id: number; metrics: string; alone: number | null }>(
        `select asked.id, r.metrics, ${ALONE_SQL} as alone
         from unnest($1::bigint[]) with ordinality as asked (id, place)
         left join standings s on s.trial_id = asked.id and s.metric = $2
         cross join lateral (
           select trial_id, epoch, metrics from reports
           where trial_id = asked.id and epoch >= coalesce(s.${extreme}_epoch, 0)
           order by epoch limit 1
         ) r
         order by place`,
        [trialIds, name],
      );
      return new Map(
        rows.map(({ id, metrics, alone }) => {
          const stored = readMetrics(metrics, `a report of trial ${id}`, onDamage);
          return [id, allMetrics(stored, alone)] as const;
        }),
      );
    },
  };
}
