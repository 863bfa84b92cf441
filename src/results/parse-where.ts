import { UsageError } from '../core/errors.js';
import { type Json, type JsonObject, typeOf } from '../core/json.js';
import { type Distribution, listedValues, type SearchSpace } from '../core/space.js';
import { nearestName } from '../core/words/nearest-name.js';
import { gridAxis } from '../search/spaces/grid-axis.js';
import { paramValue } from './param-value.js';

/**
 * `learning_rate=0.01`, `scheduler=cosine` to the values they mean in this search space. An object
 * may be named as it is printed (`step(2, 0.1)`), in JSON, or by its type, which all options of it
 * match; `-` is what trials have not that do without the parameter.
 * @throws {UsageError}
 */
export function parseWhere(
  filters: readonly string[],
  space: SearchSpace,
): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    filters.map((filter) => {
      const [, name, text] = /^([^=]+)=(.*)$/s.exec(filter) ?? [];
      if (name === undefined || text === undefined) {
        throw new UsageError(
          `--where expects key=value, such as scheduler=cosine; not "${filter}".`,
        );
      }
      const distribution = Object.hasOwn(space, name) ? space[name] : undefined;
      if (!distribution) throw unknownParameter(name, Object.keys(space));
      return [name, meantValue(name, text, distribution)];
    }),
  );
}

function meantValue(name: string, text: string, distribution: Distribution): Json {
  if (text === '-' && distribution.when) return null;
  const values = valuesOf(distribution);
  if (!values) {
    const number = Number(text);
    if (text.trim() !== '' && Number.isFinite(number)) return number;
    // A formula may give a text, too.
    if (distribution.kind === 'derived') return text;
    throw new UsageError(`--where ${name} expects a number, not "${text}".`);
  }
  const exact = values.find((value) => spellings(value).includes(text) || isNumber(value, text));
  if (exact !== undefined) return exact;
  // The store matches a type by itself, whatever the options beside it.
  if (values.some((value) => typeOf(value) === text)) return text;
  const object = objectIn(text);
  if (object !== undefined && values.some((value) => typeOf(value) === object.type)) return object;
  const shown = values.map((value) => `"${paramValue(value)}"`);
  throw new UsageError(`--where ${name} expects one of ${shown.join(', ')}; not "${text}".`);
}

/** What a parameter lists, with all that its options can be, where there is an end of them. */
function valuesOf(distribution: Distribution): readonly Json[] | undefined {
  const listed = listedValues(distribution);
  if (distribution.kind !== 'categorical' || !distribution.options) return listed;
  const axis = gridAxis(distribution);
  if (!axis || axis.size > MOST_VALUES) return listed;
  return Array.from({ length: axis.size }, (_, place) => axis.at(place));
}

const MOST_VALUES = 1000;

/** An object written as JSON. */
function objectIn(text: string): JsonObject | undefined {
  try {
    const value: Json = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

function spellings(value: Json): readonly string[] {
  return [paramValue(value), JSON.stringify(value), String(value)];
}

function isNumber(value: Json, text: string): boolean {
  return typeof value === 'number' && text.trim() !== '' && Number(text) === value;
}

function unknownParameter(name: string, names: readonly string[]): UsageError {
  const near = nearestName(name, names);
  return new UsageError(
    `--where: this sweep has no parameter "${name}".${near ? ` Did you mean "${near}"?` : ''} It has ${names.join(', ')}.`,
  );
}
