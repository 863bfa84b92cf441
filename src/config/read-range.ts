import { z } from 'zod';
import type { Distribution } from '../core/space.js';
import { firstStep, lastStep, valueAt } from '../search/distribution.js';
import { check } from './check.js';
import {
  type DistributionDef,
  distributions,
  NUMBER_DEFAULTS,
  type NumberKey,
  type Numbers,
} from './distributions.js';
import type { Findings } from './findings.js';
import { type Entry, only, type Reading } from './parameter-entry.js';

/** A distribution given by numbers; undefined after noting its mistakes. */
export function readRange(given: Entry, name: string, reading: Reading): Distribution | undefined {
  const { path, findings } = reading;
  const def = distributions[name]!;
  const good = only(given, [...def.needs, ...def.takes], name, path, findings);
  const numbers = readNumbers(given, name, reading);
  if (!good || numbers === undefined) return undefined;

  if (!boundsAreInOrder(numbers, def, reading)) return undefined;
  warnOfExponents(numbers, name, reading);
  const distribution = def.read(numbers);
  if (!givesNumbersOfItsKind(distribution, given, reading)) return undefined;
  return isInDomain(distribution, def, reading) ? distribution : undefined;
}

const SCHEMAS: Readonly<Record<NumberKey, z.ZodType<number>>> = {
  min: z.number(),
  max: z.number(),
  q: z.number().gt(0),
  mu: z.number(),
  sigma: z.number().gt(0),
  a: z.number().gt(0),
  b: z.number().gt(0),
  count: z.int().min(1).max(10_000),
};

function readNumbers(given: Entry, name: string, reading: Reading): Numbers | undefined {
  const { path, findings } = reading;
  const def = distributions[name]!;
  let good = true;
  const numbers: Partial<Record<NumberKey, number>> = { ...NUMBER_DEFAULTS };
  for (const key of [...def.needs, ...def.takes]) {
    if (given[key] === undefined) {
      if (!def.needs.includes(key)) continue;
      findings.error(path, `missing: ${key}, which ${name} needs`, 'key');
      good = false;
      continue;
    }
    const whole = name === 'int_uniform' ? z.int() : SCHEMAS[key];
    const value = check(whole, given[key], [...path, key], findings);
    if (value === undefined) good = false;
    else numbers[key] = value;
  }
  return good ? (numbers as Numbers) : undefined;
}

function boundsAreInOrder(numbers: Numbers, def: DistributionDef, reading: Reading): boolean {
  const { path, findings } = reading;
  const { min, max } = numbers;
  if (!def.needs.includes('min')) return true;
  if (min > max) {
    findings.error([...path, 'min'], `expected min at most max, got min ${min} and max ${max}`);
    return false;
  }
  if (def.fromAbove0 && min <= 0) {
    findings.error([...path, 'min'], `a log range can't start at ${min}: expected more than 0`);
    return false;
  }
  return true;
}

/** W&B's `log_uniform` takes exponents, which hardly anyone expects. */
function warnOfExponents({ min, max }: Numbers, name: string, reading: Reading): void {
  if (!distributions[name]!.exponents) return;
  if (min > 0 && (min < 1 || max > 20)) {
    const short = (x: number) => Number(Math.exp(x).toPrecision(4));
    reading.findings.warn(
      [...reading.path, 'min'],
      `${name} takes exponents of e: this is a range from ${short(min)} to ${short(max)}; ` +
        `for bounds of the value itself use ${name}_values`,
    );
  }
}

/** Whole-number parameters need whole draws; and W&B draws whole numbers between whole bounds. */
function givesNumbersOfItsKind(
  distribution: Distribution,
  given: Entry,
  { def, name, path, findings }: Reading,
): boolean {
  if (distribution.kind === 'uniform' && distribution.q !== undefined) {
    const { low, high, q } = distribution;
    if (firstStep(low, q) > lastStep(high, q)) {
      findings.error(
        [...path, 'q'],
        `expected a multiple of q between min and max, got q ${q}`,
        'value',
      );
      return false;
    }
  }
  if (def.range === 'whole') {
    if (distribution.kind === 'int_uniform') return true;
    if ('q' in distribution && Number.isInteger(distribution.q)) return true;
    const hint =
      'min' in given ? 'int_uniform, a q_ distribution with a whole q, or values' : 'values';
    findings.error(path, `${name} takes whole numbers: expected ${hint}`, 'key');
    return false;
  }
  if (distribution.kind === 'int_uniform' && given.distribution === undefined) {
    findings.warn(
      [...path, 'min'],
      `whole bounds draw whole numbers (as in W&B): ${distribution.low} to ${distribution.high}; ` +
        'for all numbers between them write them with a decimal point',
    );
  }
  return true;
}

/** Whether trials can use what is drawn: both ends of a range, something at all of a normal. */
function isInDomain(distribution: Distribution, def: DistributionDef, reading: Reading): boolean {
  const { path, schema, findings } = reading;
  if (distribution.kind === 'int_uniform' || distribution.kind === 'uniform') {
    const ends = [
      ['min', distribution.low],
      ['max', distribution.high],
    ] as const;
    return ends
      .map(([key, end]) => {
        // An open end that a draw can't meet in practice is fine; quantized ones can.
        const value =
          distribution.kind === 'uniform' ? valueAt(distribution, key === 'min' ? 0 : 1) : end;
        const suffix = def.exponents ? `; ${key} is an exponent of e` : '';
        return check(schema, value, [...path, key], withSuffix(findings, suffix)) !== undefined;
      })
      .every(Boolean);
  }
  const probes = Array.from({ length: PROBES }, (_, i) =>
    valueAt(distribution, (i + 0.5) / PROBES),
  );
  if (probes.some((value) => schema.safeParse(value).success)) return true;
  const examples = [0.05, 0.5, 0.95].map((u) => Number(valueAt(distribution, u)).toPrecision(3));
  const got = `it gives values such as ${examples.join(', ')}`;
  findings.error(
    path,
    `expected a distribution with values that ${reading.name} can take; ${got}`,
    'key',
  );
  return false;
}

const PROBES = 400;

function withSuffix(findings: Findings, suffix: string): Pick<Findings, 'error'> {
  return {
    error: (path, message, at) => findings.error(path, `${message}${suffix}`, at),
  };
}
