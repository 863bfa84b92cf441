import type { Database } from 'better-sqlite3';
import type { Metrics } from '../../../core/metric.js';
import { finite, fromReport } from '../../reading/report-columns.js';
import type { Methods } from '../methods.js';

/**
 * Reports as they come, and each trial's extremes of every metric. Right answers, which may be most
 * of a report, are kept of the epochs that can stand for a trial: its best ones on the validation
 * images, and its last.
 */
export function reportTable(db: Database): Pick<Methods, 'report' | 'rights'> {
  const count = db.prepare<{ trialId: number; epoch: number; seconds: number | null }>(`
    update trials set epochs = epochs + 1, seconds = seconds + coalesce(@seconds, 0)
    where id = @trialId and state = 'running'
      and not exists (select 1 from reports where trial_id = @trialId and epoch = @epoch)
  `);
  const insert = db.prepare(`
    insert into reports
      (trial_id, epoch, metrics, learning_rate, seconds, images_per_second, peak_memory_bytes,
       solo_seconds, shared_with, rights)
    values
      (@trialId, @epoch, @metrics, @learning_rate, @seconds, @images_per_second,
       @peak_memory_bytes, @solo_seconds, @shared_with, @rights)
  `);
  const stand = db.prepare(`
    insert into standings
    values (@trialId, @metric, @value, @seen, @value, @seen, @value, @epoch)
    on conflict (trial_id, metric) do update set
      highest_epoch = case when ${beats('>', 'highest')} then @seen else highest_epoch end,
      highest = case when ${beats('>', 'highest')} then @value else highest end,
      lowest_epoch = case when ${beats('<', 'lowest')} then @seen else lowest_epoch end,
      lowest = case when ${beats('<', 'lowest')} then @value else lowest end,
      last = @value, last_epoch = @epoch
  `);

  const forget = db.prepare<[number, number]>(`
    update reports set rights = null
    where trial_id = ? and epoch < ? and rights is not null and epoch not in (
      select case metric when 'val_loss' then lowest_epoch else highest_epoch end
      from standings
      where trial_id = reports.trial_id and metric in ('val_accuracy', 'val_loss')
        and highest_epoch is not null)
  `);

  const select = db
    .prepare<[number, number], Buffer | null>(
      'select rights from reports where trial_id = ? and epoch = ?',
    )
    .pluck();

  function standAll(trialId: number, epoch: number, values: Metrics): void {
    for (const [metric, number] of Object.entries(values)) {
      const value = finite(number);
      stand.run({ trialId, metric, value, epoch, seen: value === null ? null : epoch });
    }
  }

  const report = db.transaction((reports: Parameters<Methods['report']>[0]) => {
    for (const { trialId, report } of reports) {
      const columns = fromReport(report);
      const { epoch, seconds } = columns;
      // Of a trial that has ended, or an epoch told twice: the first word stands.
      if (count.run({ trialId, epoch, seconds }).changes === 0) continue;
      insert.run({ trialId, ...columns });
      standAll(trialId, epoch, report.metrics);
      if (report.rights) forget.run(trialId, epoch);
    }
  });

  return {
    report: (reports) => report(reports),
    rights: (at) =>
      new Map(
        at.flatMap(({ trial, epoch }) => {
          const stored = select.get(trial, epoch);
          return stored ? [[trial, Uint8Array.from(stored)] as const] : [];
        }),
      ),
  };
}

function beats(sign: '<' | '>', column: string): string {
  return `@value is not null and (${column} is null or @value ${sign} ${column})`;
}
