import { UsageError } from '../core/errors.js';
import type { Choice } from '../core/json.js';
import type { Metric } from '../core/metric.js';
import type { Pruner } from './pruner.js';
import { pruners } from './pruners/index.js';

/**
 * The pruner that `early_terminate` names, for a sweep that ranks by `metric`.
 *
 * @throws {UsageError} there is none of that name: the sweep is of another version.
 */
export function createPruner({ type, ...options }: Choice, metric: Metric): Pruner {
  const def = Object.hasOwn(pruners, type) ? pruners[type] : undefined;
  if (!def) {
    const names = Object.keys(pruners).join(', ');
    throw new UsageError(
      `Expected a sweep with one of this version's early_terminate (${names}), got ` +
        `${JSON.stringify(type)}. Run it with the version that made it.`,
    );
  }
  return def.create({ options: def.options.parse(options), metric });
}
