import type { Json } from '../../../core/json.js';
import { type Condition, type Distribution, listedValues } from '../../../core/space.js';
import { drawnAxis } from '../../../search/spaces/finite-points.js';
import { fits } from '../../../search/spaces/ties/condition.js';
import { parameterCalled } from '../../parameters/index.js';
import { describeValue } from '../../words/describe-value.js';
import { notOneOf } from '../../words/explain.js';
import type { Path } from '../../words/findings.js';
import { defaultOf, noParameter, type TieReading } from './names.js';

/**
 * `when: { scheduler: step, unfrozen_layers: [1, 2] }`. What it says of parameters that the file leaves
 * out is settled here; undefined: nothing is left of it, or it was wrong and is noted.
 */
export function readWhen(
  given: unknown,
  name: string,
  path: Path,
  reading: TieReading,
): Condition | undefined {
  const { findings } = reading;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    const got = given === null ? 'nothing' : describeValue(given);
    findings.error(path, `expected a map such as { scheduler: step }, got ${got}`);
    return undefined;
  }
  const parts = Object.entries(given).flatMap(([on, wanted]) => {
    const listed = readPart(on, wanted, name, [...path, on], reading);
    return listed ? [[on, listed] as const] : [];
  });
  return parts.length > 0 ? Object.fromEntries(parts) : undefined;
}

function readPart(
  on: string,
  wanted: unknown,
  name: string,
  path: Path,
  { space, declares, defaults, findings }: TieReading,
): readonly Json[] | undefined {
  if (!parameterCalled(on) || on === name) {
    const message = on === name ? 'a parameter has no condition on itself' : noParameter(on);
    findings.error(path, message, 'key');
    return undefined;
  }
  const listed = (Array.isArray(wanted) ? wanted : [wanted]) as readonly Json[];
  if (listed.length === 0) {
    findings.error(path, 'expected a value, or a list of some, got an empty list');
    return undefined;
  }
  const distribution = space[on];
  // Told already, with what is wrong about it.
  if (!distribution && declares(on)) return undefined;
  if (!distribution) {
    const fallback = defaultOf(on, defaults);
    if (listed.some((each) => fits(each, fallback))) return undefined;
    const shown = JSON.stringify(fallback);
    findings.error(path, `never holds: ${on} is left out, and its default is ${shown}`);
    return undefined;
  }
  if (isEndless(distribution)) {
    const message = `${on} draws from a range, in which no single value comes up: list its values, or write a constraint`;
    findings.error(path, message);
    return undefined;
  }
  const wrong = listed.findIndex((each) => !occurs(each, distribution));
  if (wrong < 0) return listed;
  const at = Array.isArray(wanted) ? [...path, wrong] : path;
  findings.error(
    at,
    `never holds: ${on} is never that; ${notOneOf(known(distribution), listed[wrong])}`,
  );
  return undefined;
}

function isEndless(distribution: Distribution): boolean {
  if (distribution.kind === 'derived' || distribution.kind === 'categorical') return false;
  return drawnAxis(distribution) === undefined;
}

/** Whether a value can come up; of a formula nobody knows. */
function occurs(value: Json, distribution: Distribution): boolean {
  if (distribution.kind === 'derived') return true;
  const listed = listedValues(distribution);
  if (!listed) {
    const axis = drawnAxis(distribution)!;
    const places = Array.from({ length: Math.min(axis.size, MOST_LOOKED_AT) }, (_, i) => i);
    return places.some((place) => axis.at(place) === value) || axis.size > MOST_LOOKED_AT;
  }
  const weights = distribution.kind === 'categorical' ? distribution.probabilities : undefined;
  const options = distribution.kind === 'categorical' ? distribution.options : undefined;
  return listed.some((each, i) => {
    if (weights?.[i] === 0) return false;
    return fits(value, each) || (options?.[i] != null && sameType(value, each));
  });
}

const MOST_LOOKED_AT = 10_000;

function sameType(one: Json, other: Json): boolean {
  const type = typeof one === 'object' && one !== null && 'type' in one ? one.type : undefined;
  return typeof type === 'string' && fits(type, other);
}

function known(distribution: Distribution): readonly string[] {
  const listed = listedValues(distribution);
  if (listed) {
    return listed.map((value) => {
      const type =
        typeof value === 'object' && value !== null && 'type' in value ? value.type : value;
      return typeof type === 'string' ? type : JSON.stringify(type);
    });
  }
  const axis = drawnAxis(distribution)!;
  return [`${axis.at(0)} to ${axis.at(axis.size - 1)}`];
}
