import { z } from 'zod';
import type { Distribution } from '../../core/space.js';
import { check } from '../words/check.js';
import { describeValue } from '../words/describe-value.js';
import type { Findings, Path } from '../words/findings.js';
import { readValue } from './drawn-options.js';
import { type Entry, only, type Reading } from './parameter-entry.js';

/** `value`: the same for all trials; undefined after noting its mistakes. */
export function readConstant(
  given: Entry,
  reading: Reading,
  readOption: ReadOption,
): Distribution | undefined {
  const { path, findings } = reading;
  if (!only(given, ['value'], 'constant', path, findings)) return undefined;
  const read = readValue(given.value, [...path, 'value'], reading, readOption);
  if (!read) return undefined;
  const { value, options } = read;
  if (!options) return { kind: 'constant', value };
  return { kind: 'categorical', values: [value], options: [options] };
}

type ReadOption = (entry: unknown, reading: Reading) => Distribution | undefined;

/** `values`, with their probabilities if given; undefined after noting their mistakes. */
export function readCategorical(
  given: Entry,
  kind: string,
  reading: Reading,
  readOption: ReadOption,
): Distribution | undefined {
  const { path, findings, name } = reading;
  const takes = ['values', 'probabilities', 'ordered'];
  if (!only(given, takes, kind, path, findings)) return undefined;
  const values = check(listSchema, given.values, [...path, 'values'], findings);
  if (values === undefined) return undefined;
  if (values.length === 0) {
    findings.error([...path, 'values'], 'expected at least one value, got an empty list');
    return undefined;
  }
  const read = values.map((value, i) =>
    readValue(value, [...path, 'values', i], reading, readOption),
  );
  const texts = values.map((value) => JSON.stringify(value));
  if (new Set(texts).size < texts.length) {
    const seen = new Set<string>();
    const twice = values[texts.findIndex((text) => seen.size === seen.add(text).size)];
    findings.warn([...path, 'values'], `${name} lists ${describeValue(twice)} more than once`);
  }
  const { ordered } = given;
  const orderIsRight =
    ordered === undefined ||
    check(z.boolean(), ordered, [...path, 'ordered'], findings) !== undefined;
  if (kind === 'categorical_w_probabilities' && given.probabilities === undefined) {
    findings.error(path, 'missing: probabilities, one for each value', 'key');
    return undefined;
  }
  const probabilities = readProbabilities(given.probabilities, values.length, path, findings);
  const good = read.filter((each) => each !== undefined);
  if (probabilities === undefined || !orderIsRight || good.length < values.length) return undefined;
  const options = good.map((each) => each.options);
  return {
    kind: 'categorical',
    values: good.map(({ value }) => value),
    ...(probabilities.length > 0 ? { probabilities } : {}),
    ...(typeof ordered === 'boolean' ? { ordered } : {}),
    ...(options.some((each) => each !== null) ? { options } : {}),
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
