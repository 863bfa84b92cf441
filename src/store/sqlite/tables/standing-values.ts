import type { Database } from 'better-sqlite3';
import type { Metric, MetricName, Metrics } from '../../../core/metric.js';
import { allMetrics, readMetrics } from '../../reading/report-columns.js';
import type { Methods } from '../methods.js';
import { METRICS_SQL } from './metric-sql.js';

/** What trials come to: all metrics of the epoch that stands for each, found by primary key. */
export function standingValues(
  db: Database,
  onDamage: (message: string) => void,
): Pick<Methods, 'standings'> {
  const selects = {
    maximize: db.prepare<[MetricName, number], string>(standingSql('highest')).pluck(),
    minimize: db.prepare<[MetricName, number], string>(standingSql('lowest')).pluck(),
  };

  function valuesOf(trialId: number, { name, goal }: Metric): Metrics | undefined {
    const json = selects[goal].get(name, trialId);
    if (json === undefined) return undefined;
    const values = readMetrics(json, `a report of trial ${trialId}`, onDamage);
    return allMetrics(values);
  }

  return {
    standings(trialIds, metric) {
      const found = new Map<number, Metrics>();
      for (const id of trialIds) {
        const values = valuesOf(id, metric);
        if (values) found.set(id, values);
      }
      return found;
    },
  };
}

/** Of a trial whose metric never was a number the first epoch stands. */
function standingSql(extreme: 'highest' | 'lowest'): string {
  return `
    select ${METRICS_SQL}
    from reports r left join standings s on s.trial_id = r.trial_id and s.metric = ?
    where r.trial_id = ? and r.epoch >= coalesce(s.${extreme}_epoch, 0)
    order by r.epoch limit 1
  `;
}
