import type { Distribution } from '../../core/space.js';
import { distributionCalled } from '../../dialects/distribution-names.js';
import { describeValue, oneOf } from '../words/describe-value.js';
import { notOneOf, unknownKey } from '../words/explain.js';
import { distributions, LISTED } from './distributions.js';
import { type Entry, only, type Reading } from './parameter-entry.js';
import { readRange } from './read-range.js';
import { readCategorical, readConstant } from './read-values.js';
import { looksLikeFormula, readExpression } from './ties/read-formula.js';

/** Where the values of one entry of `parameters` come from; undefined after noting its mistakes. */
export function readParameter(entry: unknown, reading: Reading): Distribution | undefined {
  const { findings, path, name } = reading;
  if (typeof entry === 'string' && looksLikeFormula(entry)) {
    return readExpression(entry, path, findings);
  }
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    const instead = Array.isArray(entry) ? 'values' : 'value';
    const got = entry === undefined ? 'nothing' : describeValue(entry);
    findings.error(path, `expected a map such as { ${instead}: ... }, got ${got}`);
    return undefined;
  }
  // What a condition says is read once all parameters are.
  const { when, ...given } = entry as Entry;
  if (!keysAreKnown(given, reading)) return undefined;

  const ways = WAYS.filter(({ keys }) => keys.some((key) => key in given));
  if (ways.length > 1) {
    const names = ways.map(({ keys }) => keys.filter((key) => key in given).join(', '));
    findings.error(
      path,
      `expected one of value, values, or a range, or an expression; got ${names.join(' and ')}`,
      'key',
    );
    return undefined;
  }
  if (ways[0]?.name === 'expression') {
    const good = only(given, ['expression'], 'expression', path, findings);
    return good ? readExpression(given.expression, [...path, 'expression'], findings) : undefined;
  }
  const distribution = distributionOf(given, ways[0]?.name, reading);
  if (distribution === undefined) return undefined;
  if (distribution === 'constant') return readConstant(given, reading, readParameter);
  if (distribution.startsWith('categorical')) {
    return readCategorical(given, distribution, reading, readParameter);
  }
  if (reading.def.range !== 'none') return readRange(given, distribution, reading);
  findings.error(path, `${name} takes no range: expected value or values`, 'key');
  return undefined;
}

const WAYS = [
  { name: 'value', keys: ['value'] },
  { name: 'values', keys: ['values', 'probabilities', 'ordered'] },
  { name: 'expression', keys: ['expression'] },
  { name: 'range', keys: ['min', 'max', 'q', 'mu', 'sigma', 'a', 'b', 'count'] },
] as const;

const KEYS: readonly string[] = ['distribution', 'when', ...WAYS.flatMap(({ keys }) => keys)];

function keysAreKnown(given: Entry, { path, findings, name }: Reading): boolean {
  const unknown = Object.keys(given).filter((key) => !KEYS.includes(key));
  for (const key of unknown) {
    const at = [...path, key];
    if (key === 'type') {
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
    if (typeof named === 'string' && known.includes(named)) return named;
    const ours = typeof named === 'string' ? distributionCalled(named) : undefined;
    const message =
      ours === undefined
        ? notOneOf(known, named)
        : `there is no ${JSON.stringify(named)} here; nearest: ${ours}`;
    findings.error([...path, 'distribution'], message);
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
