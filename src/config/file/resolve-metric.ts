import { type Metric, metrics } from '../../core/metric.js';
import { describeValue } from '../words/describe-value.js';
import type { Findings } from '../words/findings.js';
import type { Keys } from './reading.js';

/** The metric; like W&B's, one without a goal minimizes. */
export function resolveMetric(
  { name, goal }: NonNullable<Keys['metric']>,
  root: Readonly<Record<string, unknown>>,
  findings: Findings,
): Metric {
  const given = (root.metric ?? {}) as object;
  for (const key of ['target', 'impute', 'impute_while_running']) {
    if (key in given) findings.warn(['metric', key], 'is not used here and is ignored', 'key');
  }
  const natural = metrics[name].goal;
  if (goal === undefined) {
    if (natural === 'minimize') return { name, goal: 'minimize' };
    findings.warn(
      ['metric'],
      `a metric without goal minimizes, as in W&B; add goal: maximize`,
      'key',
    );
    return { name, goal: 'minimize' };
  }
  if (goal !== natural) {
    findings.warn(['metric', 'goal'], `ranks the worst ${name} first: got ${describeValue(goal)}`);
  }
  return { name, goal };
}
