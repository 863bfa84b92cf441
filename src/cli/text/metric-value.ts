import { type MetricName, unitOf } from '../../core/metric.js';
import { shortDuration } from './units.js';

/** A metric's value in a table, in its unit; `-`: there is none. */
export function metricValue(name: MetricName, value: number | null): string {
  if (value === null || !Number.isFinite(value)) return '-';
  const unit = unitOf(name);
  if (unit === 'seconds') return shortDuration(value);
  return unit === 'parameters' ? shortCount(value) : value.toFixed(4);
}

/** `850`, `20.5k`, `1.05M`: three digits. */
function shortCount(n: number): string {
  const scale = n < 1e3 ? 0 : n < 999_500 ? 1 : 2;
  return `${Number((n / 1000 ** scale).toPrecision(3))}${['', 'k', 'M'][scale]}`;
}
