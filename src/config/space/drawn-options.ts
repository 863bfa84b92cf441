import { z } from 'zod';
import type { Json } from '../../core/json.js';
import { type Distribution, listedValues } from '../../core/space.js';
import { valueAt } from '../../search/spaces/distribution.js';
import { withOptions } from '../../search/spaces/options.js';
import { check } from '../words/check.js';
import type { Path } from '../words/findings.js';
import type { Entry, Reading } from './parameter-entry.js';

/** A value of a choice, and its options that are drawn, by where they lie in it; null: none are. */
export interface ReadValue {
  readonly value: Json;
  readonly options: Readonly<Record<string, Distribution>> | null;
}

/**
 * One value of a parameter, in which options may say what they are drawn from, as parameters do: `{
 * type: step, step_size: { values: [2, 5] } }`. Undefined after noting its mistakes. `readOption`:
 * reads such an entry.
 */
export function readValue(
  value: unknown,
  path: Path,
  reading: Reading,
  readOption: (entry: unknown, reading: Reading) => Distribution | undefined,
): ReadValue | undefined {
  const { schema, findings, name } = reading;
  const found = reading.def.range === 'none' ? entriesIn(value) : [];
  if (found.length === 0) {
    const good = check(schema, value, path, findings) !== undefined;
    return good ? { value: value as Json, options: null } : undefined;
  }
  const guess = withOptions(
    value as Json,
    Object.fromEntries(found.map(([at, entry]) => [at, likely(entry)])),
  );
  const options: [string, Distribution][] = [];
  for (const [at, entry] of found) {
    if ('when' in entry) {
      const message =
        'an option has no condition: its choice decides whether it is there; write the choice twice, or a constraint';
      findings.error([...path, ...at.split('.'), 'when'], message, 'key');
      continue;
    }
    const own = optionSchema(schema, guess, at);
    const distribution = readOption(entry, {
      ...reading,
      name: `${at.split('.').at(-1)} of ${name}`,
      def: { summary: '', fallback: null, range: rangeOf(own), schema: own },
      schema: own,
      path: [...path, ...at.split('.')],
    });
    if (distribution) options.push([at, distribution]);
  }
  if (options.length < found.length) return undefined;
  const examples = options.map(([at, each]) => [at, firstOf(each)] as const);
  const example = withOptions(value as Json, Object.fromEntries(examples));
  const good = check(schema, example, path, findings) !== undefined;
  return good ? { value: example, options: Object.fromEntries(options) } : undefined;
}

/** The options of a choice, or of the transforms of a list, that say what they are drawn from. */
function entriesIn(value: unknown): readonly (readonly [at: string, entry: Entry])[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, i) =>
      entriesIn(item).map(([at, entry]) => [`${i}.${at}`, entry] as const),
    );
  }
  if (!isMap(value)) return [];
  if ('type' in value) return drawnIn(value);
  return Object.entries(value).flatMap(([transform, options]) =>
    isMap(options)
      ? drawnIn(options).map(([at, entry]) => [`${transform}.${at}`, entry] as const)
      : [],
  );
}

function drawnIn(options: Entry): readonly (readonly [at: string, entry: Entry])[] {
  return Object.entries(options).flatMap(([option, entry]) =>
    isMap(entry) && SAYING.some((key) => key in entry) ? [[option, entry] as const] : [],
  );
}

/** Keys that make a map say what is drawn; `value` alone is an option of some transforms. */
const SAYING = ['values', 'min', 'max', 'distribution', 'mu', 'sigma'] as const;

/** A value that an entry seems to have, to look at the other options beside. */
function likely(entry: Entry): Json {
  const first = Array.isArray(entry.values) ? entry.values[0] : (entry.min ?? entry.max);
  return (first ?? 1) as Json;
}

function firstOf(distribution: Distribution): Json {
  return listedValues(distribution)?.[0] ?? valueAt(distribution, 0.5);
}

/** Of one option: what the whole choice says with it in place. */
function optionSchema(whole: z.ZodType, guess: Json, at: string): z.ZodType {
  return z.unknown().superRefine((option, context) => {
    const value = withOptions(guess, { [at]: option as Json });
    check(whole, value, [], {
      error(path, message) {
        if (path.join('.').startsWith(at)) context.addIssue({ code: 'custom', message });
      },
    });
  });
}

/** Which numbers an option takes, as far as a few of them tell. */
function rangeOf(schema: z.ZodType): 'real' | 'whole' {
  return [0.25, 0.5, 1.5, 10.5].some((number) => schema.safeParse(number).success)
    ? 'real'
    : 'whole';
}

function isMap(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
