import type { TrialReport } from '../../port.js';
import { finite, fromReport } from '../../reading/report-columns.js';
import type { Methods } from '../methods.js';
import type { Sql } from '../sql.js';

/**
 * Reports as they come, and each trial's extremes of every metric. Right answers, which may be most
 * of a report, are kept of the epochs that can stand for a trial: its best ones on the validation
 * images, and its last.
 */
export function reportTable(sql: Sql): Pick<Methods, 'report'> {
  return {
    async report(reports) {
      for (const wave of inWaves(reports)) await insert(wave, sql);
    },
  };
}

/** One statement takes one report of each trial. */
function inWaves(reports: readonly TrialReport[]): readonly (readonly TrialReport[])[] {
  const waves: TrialReport[][] = [];
  const told = new Map<number, number>();
  for (const report of reports) {
    const place = told.get(report.trialId) ?? 0;
    told.set(report.trialId, place + 1);
    const wave = waves[place];
    if (wave) wave.push(report);
    else waves.push([report]);
  }
  return waves;
}

/** Of a trial that has ended, or an epoch told twice: the first word stands. */
async function insert(reports: readonly TrialReport[], sql: Sql): Promise<void> {
  const rows = reports.map(({ trialId, report }) => ({ trialId, ...fromReport(report) }));
  const values = reports.flatMap(({ trialId, report }) =>
    Object.entries(report.metrics).map(([metric, value]) => [trialId, metric, finite(value)]),
  );
  await sql.run(
    `with told as (
       select * from unnest($1::bigint[], $2::int[], $3::text[], $4::float8[], $5::float8[],
                            $6::float8[], $7::float8[], $8::float8[], $9::bigint[], $10::bytea[])
         as new (trial_id, epoch, metrics, learning_rate, seconds, images_per_second,
                 peak_memory_bytes, solo_seconds, shared_with, rights)
     ), counted as (
       update trials set epochs = trials.epochs + 1, seconds = trials.seconds + coalesce(told.seconds, 0)
       from told
       where trials.id = told.trial_id and trials.state = 'running' and not exists
         (select 1 from reports r where r.trial_id = told.trial_id and r.epoch = told.epoch)
       returning told.*
     ), kept as (
       insert into reports (trial_id, epoch, metrics, learning_rate, seconds, images_per_second,
                            peak_memory_bytes, solo_seconds, shared_with, rights)
       select * from counted
     ), stood as (
       insert into standings
       select m.trial_id, m.metric, m.value, m.seen, m.value, m.seen, m.value, m.epoch
       from (select v.*, c.epoch, case when v.value is not null then c.epoch end as seen
             from unnest($11::bigint[], $12::text[], $13::float8[]) as v (trial_id, metric, value)
             join counted c using (trial_id)) m
       on conflict (trial_id, metric) do update set
         highest_epoch = case when ${beats('>', 'highest')} then excluded.highest_epoch
                              else standings.highest_epoch end,
         highest = case when ${beats('>', 'highest')} then excluded.highest
                        else standings.highest end,
         lowest_epoch = case when ${beats('<', 'lowest')} then excluded.lowest_epoch
                             else standings.lowest_epoch end,
         lowest = case when ${beats('<', 'lowest')} then excluded.lowest else standings.lowest end,
         last = excluded.last, last_epoch = excluded.last_epoch
       returning trial_id, metric, highest_epoch, lowest_epoch
     )
     update reports set rights = null
     from counted c
     where reports.trial_id = c.trial_id and reports.epoch < c.epoch
       and c.rights is not null and reports.rights is not null and not exists
         (select 1 from stood s where s.trial_id = c.trial_id and reports.epoch =
            case s.metric when 'val_loss' then s.lowest_epoch
                          when 'val_accuracy' then s.highest_epoch end)`,
    [
      rows.map(({ trialId }) => trialId),
      rows.map(({ epoch }) => epoch),
      rows.map(({ metrics }) => metrics),
      rows.map(({ learning_rate }) => learning_rate),
      rows.map(({ seconds }) => seconds),
      rows.map(({ images_per_second }) => images_per_second),
      rows.map(({ peak_memory_bytes }) => peak_memory_bytes),
      rows.map(({ solo_seconds }) => solo_seconds),
      rows.map(({ shared_with }) => shared_with),
      rows.map(({ rights }) => rights),
      ...[0, 1, 2].map((column) => values.map((value) => value[column])),
    ],
  );
}

function beats(sign: '<' | '>', column: 'highest' | 'lowest'): string {
  return `excluded.${column} is not null
    and (standings.${column} is null or excluded.${column} ${sign} standings.${column})`;
}
