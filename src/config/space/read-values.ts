import { z } from 'zod';
import type { Json } from '../../core/json.js';
import type { Distribution } from '../../core/space.js';
import { check } from '../words/check.js';
import { describeValue } from '../words/describe-value.js';
import type { Findings, Path } from '../words/findings.js';
import { type Entry, only, type Reading } from './parameter-entry.js';

/** `value`: the same for all trials; undefined after noting its mistakes. */
export function readConstant(
  given: Entry,
  { path, schema, findings }: Reading,
): Distribution | undefined {
  if (!only(given, ['value'], 'constant', path, findings)) return undefined;
  const value = given.value;
  const good = check(schema, value, [...path, 'value'], findings) !== undefined;
  return good ? { kind: 'constant', value: value as Json } : undefined;
}

/** `values`, with their probabilities if given; undefined after noting their mistakes. */
export function readCategorical(
  given: Entry,
  kind: string,
  reading: Reading,
): Distribution | undefined {
  const { path, schema, findings, name } = reading;
  if (!only(given, ['values', 'probabilities'], kind, path, findings)) return undefined;
  const values = check(listSchema, given.values, [...path, 'values'], findings);
  if (values === undefined) return undefined;
  if (values.length === 0) {
    findings.error([...path, 'values'], 'expected at least one value, got an empty list');
    return undefined;
  }
  const good = values.map(
    (value, i) => check(schema, value, [...path, 'values', i], findings) !== undefined,
  );
  const texts = values.map((value) => JSON.stringify(value));
  if (new Set(texts).size < texts.length) {
    const seen = new Set<string>();
    const twice = values[texts.findIndex((text) => seen.size === seen.add(text).size)];
    findings.warn([...path, 'values'], `${name} lists ${describeValue(twice)} more than once`);
  }
  if (kind === 'categorical_w_probabilities' && given.probabilities === undefined) {
    findings.error(path, 'missing: probabilities, one for each value', 'key');
    return undefined;
  }
  const probabilities = readProbabilities(given.probabilities, values.length, path, findings);
  if (probabilities === undefined || good.includes(false)) return undefined;
  return {
    kind: 'categorical',
    values: values as readonly Json[],
    ...(probabilities.length > 0 ? { probabilities } : {}),
  };
}

/** One weight per value; empty where none are given. */
function readProbabilities(
  given: unknown,
  count: number,
  parameter: Path,
  findings: Findings,
): readonly number[] | undefined {
  if (given === undefined) return [];
  const path = [...parameter, 'probabilities'];
  const weights = check(z.array(z.number().min(0).max(1)), given, path, findings);
  if (weights === undefined) return undefined;
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (weights.length !== count) {
    findings.error(
      path,
      `expected ${count} probabilities, one for each value, got ${weights.length}`,
    );
  } else if (Math.abs(sum - 1) > 1e-6) {
    findings.error(path, `expected probabilities that sum to 1, got ${Number(sum.toFixed(6))}`);
  } else {
    return weights;
  }
  return undefined;
}

const listSchema = z.array(z.unknown());
