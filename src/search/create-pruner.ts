import type { Choice } from '../core/json.js';
import type { Metric } from '../core/metric.js';
import type { Pruner } from './pruner.js';
import { pruners } from './pruners/index.js';

/** The pruner that `early_terminate` names, for a sweep that ranks by `metric`. */
export function createPruner({ type, ...options }: Choice, metric: Metric): Pruner {
  const def = pruners[type]!;
  return def.create({ options: def.options.parse(options), metric });
}
