import { z } from 'zod';
import type { Json } from '../core/json.js';
import type { Distribution } from '../core/space.js';
import { check } from './check.js';
import { describeValue, oneOf } from './describe-value.js';
import { distributions, LISTED } from './distributions.js';
import { notOneOf, unknownKey } from './explain.js';
import type { Findings, Path } from './findings.js';
import { type Entry, only, type Reading } from './parameter-entry.js';
import { readRange } from './read-range.js';

/** Where the values of one entry of `parameters` come from; undefined after noting its mistakes. */
export function readParameter(entry: unknown, reading: Reading): Distribution | undefined {
  const { findings, path, name } = reading;
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    const instead = Array.isArray(entry) ? 'values' : 'value';
    const got = entry === undefined ? 'nothing' : describeValue(entry);
    findings.error(path, `expected a map such as { ${instead}: ... }, got ${got}`);
    return undefined;
  }
  const given = entry as Entry;
  if (!keysAreKnown(given, reading)) return undefined;

  const ways = WAYS.filter(({ keys }) => keys.some((key) => key in given));
  if (ways.length > 1) {
    const names = ways.map(({ keys }) => keys.filter((key) => key in given).join(', '));
    findings.error(
      path,
      `expected one of value, values, or a range; got ${names.join(' and ')}`,
      'key',
    );
    return undefined;
  }
  const distribution = distributionOf(given, ways[0]?.name, reading);
  if (distribution === undefined) return undefined;
  if (distribution === 'constant') return readConstant(given, reading);
  if (distribution.startsWith('categorical')) return readCategorical(given, distribution, reading);
  if (reading.def.range !== 'none') return readRange(given, distribution, reading);
  findings.error(path, `${name} takes no range: expected value or values`, 'key');
  return undefined;
}

const WAYS = [
  { name: 'value', keys: ['value'] },
  { name: 'values', keys: ['values', 'probabilities'] },
  { name: 'range', keys: ['min', 'max', 'q', 'mu', 'sigma', 'a', 'b', 'count'] },
] as const;

const KEYS = ['distribution', ...WAYS.flatMap(({ keys }) => keys)] as const;

function keysAreKnown(given: Entry, { path, findings, name }: Reading): boolean {
  const unknown = Object.keys(given).filter((key) => !(KEYS as readonly string[]).includes(key));
  for (const key of unknown) {
    const at = [...path, key];
    if (key === 'parameters') {
      findings.error(
        at,
        'nested parameters are not supported: list whole objects under values, such as { type: step, gamma: 0.5 }',
        'key',
      );
    } else if (key === 'type') {
      findings.error(at, `put the choice under value: ${name}: { value: { type: ... } }`, 'key');
    } else {
      findings.error(at, unknownKey(key, KEYS), 'key');
    }
  }
  return unknown.length === 0;
}

/** The distribution's name: as given, or by W&B's rules from the keys there are. */
function distributionOf(
  given: Entry,
  way: string | undefined,
  reading: Reading,
): string | undefined {
  const { path, findings, spelling } = reading;
  const named = given.distribution;
  if (named !== undefined) {
    const known = [...LISTED, ...Object.keys(distributions)];
    if (known.includes(named as string)) return named as string;
    findings.error([...path, 'distribution'], notOneOf(known, named));
    return undefined;
  }
  if (way === 'value') return 'constant';
  if (way === 'values') return 'categorical';
  if (!('min' in given || 'max' in given)) {
    const got = way === undefined ? 'none of them' : oneOf(Object.keys(given));
    findings.error(path, `expected value, values, or min and max; got ${got}`, 'key');
    return undefined;
  }
  const isWhole = (key: string) =>
    Number.isInteger(given[key]) && !/[.eE]/.test(spelling([...path, key]) ?? '');
  return isWhole('min') && isWhole('max') ? 'int_uniform' : 'uniform';
}

function readConstant(given: Entry, { path, schema, findings }: Reading): Distribution | undefined {
  if (!only(given, ['value'], 'constant', path, findings)) return undefined;
  const value = given.value;
  const good = check(schema, value, [...path, 'value'], findings) !== undefined;
  return good ? { kind: 'constant', value: value as Json } : undefined;
}

function readCategorical(given: Entry, kind: string, reading: Reading): Distribution | undefined {
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
  const twice = values.find(
    (value, i) => values.findIndex((other) => JSON.stringify(other) === JSON.stringify(value)) < i,
  );
  if (twice !== undefined) {
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
