import { z } from 'zod';
import { isCost, METRIC_NAMES, metrics, mostOf, unitOf } from '../../../core/metric.js';
import type { Objective } from '../../../core/study/objective.js';
import { describeValue } from '../../words/describe-value.js';
import type { Findings, Path } from '../../words/findings.js';
import { durationSchema } from '../duration.js';
import { type metricSchema, resolveMetric } from './metric-key.js';

const boundSchema = z.union([z.number(), z.string()]).optional();

/** What trials are compared by, and kept to. */
export const metricsSchema = z
  .array(
    z.strictObject({
      name: z.enum(METRIC_NAMES).describe('A metric'),
      goal: z
        .enum(['minimize', 'maximize'])
        .optional()
        .describe('Default: what is better for that metric'),
      min: boundSchema.describe('Smallest value that a trial may have to count'),
      max: boundSchema.describe('Largest value that a trial may have to count: 0.9, 10m, 2e6'),
    }),
  )
  .min(1)
  .max(8)
  .nullish()
  .describe(
    'Several metrics to compare trials by, `metric` or else the first of them for ranks; min and max bound them',
  );

interface Keys {
  readonly metric?: z.output<typeof metricSchema> | undefined;
  readonly metrics?: z.output<typeof metricsSchema> | undefined;
}

type Given = NonNullable<Keys['metrics']>[number];
type Objectives = readonly [Objective, ...Objective[]];

/** What trials are compared by, what ranks them first; undefined after noting what is wrong. */
export function resolveObjectives(
  { metric, metrics: list }: Keys,
  root: Readonly<Record<string, unknown>>,
  findings: Findings,
): Objectives | undefined {
  if (!metric) return undefined;
  const before = findings.errors.length;
  const listed = (list ?? []).map((each, place) => toObjective(each, ['metrics', place], findings));
  const own = list && root.metric == null ? null : resolveMetric(metric, root, findings);
  const twice = listed.findIndex(({ name }, i) => listed.slice(0, i).some((e) => e.name === name));
  if (twice >= 0) {
    const message = `${listed[twice]!.name} is listed twice: give its goal, min and max in one entry`;
    findings.error(['metrics', twice], message);
  }
  const same = listed.findIndex(({ name }) => name === own?.name);
  if (same >= 0 && list?.[same]?.goal !== undefined && listed[same]!.goal !== own!.goal) {
    const message = `metric says goal: ${own!.goal}: expected the same here, or none`;
    findings.error(['metrics', same, 'goal'], message);
  }
  const objectives = own
    ? [{ ...listed[same], ...own }, ...listed.filter((_, place) => place !== same)]
    : listed;
  const [first, ...others] = objectives;
  if (first && isCost(first.name)) {
    const path = own ? ['metric', 'name'] : ['metrics', 0];
    const message = `${first.name} is what a trial costs, not what it has learned, so no trial is ranked by it alone: expected another metric first, such as val_accuracy, and this one after it in metrics`;
    findings.error(path, message);
  }
  return first && findings.errors.length === before ? [first, ...others] : undefined;
}

function toObjective(given: Given, path: Path, findings: Findings): Objective {
  const { name, goal = metrics[name].goal } = given;
  if (goal !== metrics[name].goal) {
    const message = `takes the worst ${name} for the best: got ${describeValue(goal)}`;
    findings.warn([...path, 'goal'], message);
  }
  const [min, max] = (['min', 'max'] as const).map((end) => {
    return toBound(given[end], name, [...path, end], findings);
  });
  if (min !== undefined && max !== undefined && min > max) {
    findings.error(path, `no ${name} is both at least ${min} and at most ${max}: swap min and max`);
  }
  return {
    name,
    goal,
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  };
}

/** A number in the metric's own unit; seconds also as a length of time. */
function toBound(
  given: number | string | undefined,
  name: Objective['name'],
  path: Path,
  findings: Findings,
): number | undefined {
  if (typeof given === 'string') {
    const time = unitOf(name) === 'seconds' ? durationSchema.safeParse(given) : undefined;
    if (time?.success) return time.data / 1000;
    const example = time ? 'seconds, or a time such as 90s or 10m' : 'a number';
    findings.error(path, `expected ${example}, got ${describeValue(given)}`);
    return undefined;
  }
  const most = mostOf(name);
  if (given !== undefined && most !== undefined && given > most) {
    const share = given <= 100 ? `: write ${given / 100} for ${given} %` : '';
    findings.error(path, `${name} is a fraction, at most ${most}: got ${given}${share}`);
  }
  return given;
}
