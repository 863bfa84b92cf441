import { isCost, METRIC_NAMES, metrics } from '../../core/metric.js';
import { nearestTypo } from '../../core/words/nearest-name.js';
import { metricMeaning } from '../../dialects/metric-meaning.js';
import { GOALS, nearestMetric } from '../../dialects/metric-words.js';
import { oneOf } from '../words/describe-value.js';
import type { Path } from '../words/findings.js';
import { type Fields, isFields } from './given.js';
import type { Rewriting } from './rewriting.js';

/** The metric under our own name, or without one after noting that there is none. */
export function readMetric(given: unknown, rewriting: Rewriting, path: Path = ['metric']): unknown {
  if (!isFields(given)) return given;
  const { name, goal, ...rest } = given;
  const read = readName(name, rewriting, [...path, 'name']);
  // One that is refused says nothing by its goal either.
  if (typeof name === 'string' && read.name === undefined) {
    const isRight = goal === undefined || goal === 'minimize' || goal === 'maximize';
    return isRight ? undefined : { goal };
  }
  return { ...read, ...readGoal(goal, rewriting, [...path, 'goal']), ...rest };
}

/** A list of them, of which each may be a name alone; those that are refused are left out. */
export function readMetrics(given: unknown, rewriting: Rewriting): unknown {
  if (!Array.isArray(given)) return given;
  const read = given.map((each: unknown, place) => {
    const path = ['metrics', place];
    return typeof each === 'string'
      ? readName(each, rewriting, path)
      : readMetric(each, rewriting, path);
  });
  const known = read.filter((each) => each !== undefined && !(isFields(each) && isEmpty(each)));
  return known.length === 0 && given.length > 0 ? undefined : known;
}

function isEmpty(fields: Fields): boolean {
  return Object.keys(fields).length === 0;
}

function readGoal(goal: unknown, rewriting: Rewriting, path: Path): Fields {
  const meant = typeof goal === 'string' ? GOALS[goal.toLowerCase()] : undefined;
  if (meant === undefined) return goal === undefined ? {} : { goal };
  rewriting.alias(path, String(goal), meant);
  return { goal: meant };
}

function readName(name: unknown, rewriting: Rewriting, path: Path): Fields {
  if (typeof name !== 'string' || Object.hasOwn(metrics, name)) {
    return name === undefined ? {} : { name };
  }
  const { metric, isTest, isBare } = metricMeaning(name);
  if (metric && !isTest) {
    const other = metric.replace('val', 'train');
    const others = Object.hasOwn(metrics, other) ? `; for the others write ${other}` : '';
    const images = isBare
      ? `it says not of which images, and trials are compared on those that they do not train on${others}`
      : undefined;
    rewriting.alias(path, name, metric, { remark: images });
    return { name: metric };
  }
  const quoted = JSON.stringify(name.slice(0, 60));
  const known = METRIC_NAMES.filter((each) => path[0] !== 'metric' || !isCost(each));
  const typo = nearestTypo(name, known);
  const nearest = metric ? `; nearest: ${metric}` : '';
  const alike = nearestMetric(name);
  const message = isTest
    ? `expected a metric of images that trials are compared on, got ${quoted}: the test split is never read during a sweep${nearest}`
    : `expected ${oneOf(known)}, got ${quoted}${typo ? `; did you mean ${JSON.stringify(typo)}?` : `, which is not measured here${alike}`}`;
  rewriting.findings.error(path, message);
  return {};
}
