import type { MetricName } from '../../../core/metric.js';

/**
 * A metric of report `r`, as SQL; null: it is no number. What a trial took alone up to there older
 * programs did not keep, and it is added up.
 */
export function metricSql(name: MetricName): string {
  const kept = `metric_of(r.metrics, '${name}')`;
  return name === 'training_seconds' ? `coalesce(${kept}, ${ADDED_UP})` : kept;
}

/** What report `r` does not say of itself of `training_seconds`, added up; null: it does say. */
const ADDED_UP = `(
  select total(coalesce(b.solo_seconds, b.seconds) order by b.epoch) from reports b
  where b.trial_id = r.trial_id and b.epoch <= r.epoch)`;

export const ALONE_SQL = `
  case when metric_of(r.metrics, 'training_seconds') is null then ${ADDED_UP} end
`;
