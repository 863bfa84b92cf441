import { z } from 'zod';
import { METRIC_NAMES, type Metric, metrics } from '../../../core/metric.js';
import { describeValue } from '../../words/describe-value.js';
import type { Findings } from '../../words/findings.js';

/** What trials are ranked by. */
export const metricSchema = z
  .strictObject({
    name: z.enum(METRIC_NAMES).default('val_accuracy').describe('What trials are ranked by'),
    goal: z
      .enum(['minimize', 'maximize'])
      .optional()
      .describe('Default minimize, as in W&B; maximize where `metric` is left out'),
    target: z.number().optional().describe("W&B's; ignored here"),
    impute: z.enum(['latest', 'best', 'worst']).optional().describe("W&B's; ignored here"),
    impute_while_running: z.unknown().optional().describe("W&B's; ignored here"),
  })
  .default({ name: 'val_accuracy', goal: 'maximize' })
  .describe('What trials are ranked by; default: val_accuracy, maximize');

/** The metric; like W&B's, one without a goal minimizes. */
export function resolveMetric(
  { name, goal }: z.output<typeof metricSchema>,
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
