import { z } from 'zod';
import type { Distribution } from '../../core/space.js';
import { check } from '../words/check.js';
import {
  type DistributionDef,
  distributions,
  NUMBER_DEFAULTS,
  type NumberKey,
  type Numbers,
} from './distributions.js';
import { type Entry, only, type Reading } from './parameter-entry.js';
import { givesNumbersOfItsKind, isInDomain } from './range-domain.js';

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
