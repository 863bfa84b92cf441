import { valueText } from '../../charts/value-text.js';
import type { Json } from '../../core/json.js';
import { isCost, type MetricName } from '../../core/metric.js';
import { durationText } from '../../core/words/duration-text.js';
import { grouped } from '../../core/words/numbers.js';
import { paramValue } from '../../results/param-value.js';
import { withoutFolders } from '../without-folders.js';

/** A metric's value; `-`: none. */
export function metricText(metric: MetricName, value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '-';
  if (metric === 'training_seconds') return durationText(value);
  return isCost(metric) ? grouped(value) : value.toFixed(4);
}

/** A parameter's value to the last digit, without the folders of paths. */
export function paramText(value: Json | undefined): string {
  return valueText(value === undefined ? undefined : withoutFolders(value));
}

/** The same, short enough for a table. */
export function shortParam(value: Json | undefined): string {
  return paramValue(value === undefined ? undefined : withoutFolders(value));
}
