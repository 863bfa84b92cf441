import { metrics } from '../../core/metric.js';
import { nearestTypo } from '../../core/words/nearest-name.js';
import { metricMeaning } from '../../dialects/metric-meaning.js';
import { GOALS, nearestMetric } from '../../dialects/metric-words.js';
import { oneOf } from '../words/describe-value.js';
import { type Fields, isFields } from './given.js';
import type { Rewriting } from './rewriting.js';

/** The metric under our own name, or without one after noting that there is none. */
export function readMetric(given: unknown, rewriting: Rewriting): unknown {
  if (!isFields(given)) return given;
  const { name, goal, ...rest } = given;
  const read = readName(name, rewriting);
  // One that is refused says nothing by its goal either.
  if (typeof name === 'string' && read.name === undefined) {
    const isRight = goal === undefined || goal === 'minimize' || goal === 'maximize';
    return isRight ? undefined : { goal };
  }
  return { ...read, ...readGoal(goal, rewriting), ...rest };
}

function readGoal(goal: unknown, rewriting: Rewriting): Fields {
  const meant = typeof goal === 'string' ? GOALS[goal.toLowerCase()] : undefined;
  if (meant === undefined) return goal === undefined ? {} : { goal };
  rewriting.alias(['metric', 'goal'], String(goal), meant);
  return { goal: meant };
}

function readName(name: unknown, rewriting: Rewriting): Fields {
  if (typeof name !== 'string' || Object.hasOwn(metrics, name)) {
    return name === undefined ? {} : { name };
  }
  const path = ['metric', 'name'];
  const { metric, isTest, isBare } = metricMeaning(name);
  if (metric && !isTest) {
    const images = isBare
      ? `it says not of which images, and trials are compared on those that they do not train on; for the others write ${metric.replace('val', 'train')}`
      : undefined;
    rewriting.alias(path, name, metric, { remark: images });
    return { name: metric };
  }
  const quoted = JSON.stringify(name.slice(0, 60));
  const known = Object.keys(metrics);
  const typo = nearestTypo(name, known);
  const nearest = metric ? `; nearest: ${metric}` : '';
  const alike = nearestMetric(name);
  const message = isTest
    ? `expected a metric of images that trials are compared on, got ${quoted}: the test split is never read during a sweep${nearest}`
    : `expected ${oneOf(known)}, got ${quoted}${typo ? `; did you mean ${JSON.stringify(typo)}?` : `, which is not measured here${alike}`}`;
  rewriting.findings.error(path, message);
  return {};
}
