import type { Distribution } from '../../core/space.js';
import { firstStep, lastStep, valueAt } from '../../search/spaces/distribution.js';
import { check } from '../words/check.js';
import type { Findings } from '../words/findings.js';
import type { DistributionDef } from './distributions.js';
import type { Entry, Reading } from './parameter-entry.js';
import { largestValue, smallestValue } from './possible-values.js';

/** Whole-number parameters need whole draws; and W&B draws whole numbers between whole bounds. */
export function givesNumbersOfItsKind(
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
        'for all numbers in between, write the bounds with a decimal point',
    );
  }
  return true;
}

/** Whether trials can use what is drawn: both ends of a range, something at all of a normal. */
export function isInDomain(
  distribution: Distribution,
  def: DistributionDef,
  reading: Reading,
): boolean {
  const { path, schema, findings } = reading;
  if (distribution.kind === 'int_uniform' || distribution.kind === 'uniform') {
    return (['min', 'max'] as const)
      .map((end) => {
        if (isUsableJustInside(distribution, end, reading)) return true;
        const value = (end === 'min' ? smallestValue : largestValue)(distribution);
        const suffix = def.exponents ? `; ${end} is an exponent of e` : '';
        return check(schema, value, [...path, end], withSuffix(findings, suffix)) !== undefined;
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

/**
 * A continuous range may end where its parameter does not (a rate from 0): no draw meets the very
 * end, and if one did it would be drawn again. A grid's points do.
 */
function isUsableJustInside(
  distribution: Distribution,
  end: 'min' | 'max',
  { schema }: Reading,
): boolean {
  if (distribution.kind !== 'uniform') return false;
  if (distribution.q !== undefined || distribution.count !== undefined) return false;
  const inside = valueAt(distribution, end === 'min' ? 1e-9 : 1 - 1e-9);
  return schema.safeParse(inside).success;
}

function withSuffix(findings: Findings, suffix: string): Pick<Findings, 'error'> {
  return {
    error: (path, message, at) => findings.error(path, `${message}${suffix}`, at),
  };
}
