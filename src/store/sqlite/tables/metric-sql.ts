import type { MetricName } from '../../../core/metric.js';

/**
 * A metric of report `r`, as SQL; null: it is no number. What a trial took alone up to there older
 * programs did not keep, and it is added up.
 */
export function metricSql(name: MetricName): string {
  const kept = `case when json_valid(r.metrics) then r.metrics ->> '$.${name}' end`;
  return name === 'training_seconds' ? `coalesce(${kept}, ${ALONE})` : kept;
}

/** All metrics of report `r`, as JSON. */
export const METRICS_SQL = `
  case when json_valid(r.metrics) and r.metrics ->> '$.training_seconds' is null
    then json_set(r.metrics, '$.training_seconds', ${alone()}) else r.metrics end
`;

const ALONE = alone();

function alone(): string {
  return `(
    select sum(coalesce(b.solo_seconds, b.seconds)) from reports b
    where b.trial_id = r.trial_id and b.epoch <= r.epoch)`;
}
