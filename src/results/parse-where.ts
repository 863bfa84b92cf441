import { UsageError } from '../core/errors.js';
import { type Json, typeOf } from '../core/json.js';
import { type Distribution, listedValues, type SearchSpace } from '../core/space.js';
import { nearestName } from '../core/words/nearest-name.js';
import { paramValue } from './param-value.js';

/**
 * `learning_rate=0.01`, `scheduler=cosine` to the values they mean in this search space. An object
 * may be named as it is printed (`step(2, 0.1)`), or by its type, which all options of it match.
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
  const values = listedValues(distribution);
  if (!values) {
    const number = Number(text);
    if (text.trim() !== '' && Number.isFinite(number)) return number;
    throw new UsageError(`--where ${name} expects a number, not "${text}".`);
  }
  const exact = values.find((value) => spellings(value).includes(text) || isNumber(value, text));
  if (exact !== undefined) return exact;
  // The store matches a type by itself, whatever the options beside it.
  if (values.some((value) => typeOf(value) === text)) return text;
  const shown = values.map((value) => `"${paramValue(value)}"`);
  throw new UsageError(`--where ${name} expects one of ${shown.join(', ')}; not "${text}".`);
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
