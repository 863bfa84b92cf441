import type { Json, JsonObject } from '../../core/json.js';

/** A value with other options in it, each by where it lies: `step_size`, `0.random_crop.padding`. */
export function withOptions(value: Json, options: JsonObject): Json {
  return Object.entries(options).reduce(
    (whole, [path, option]) => replaced(whole, path.split('.'), option),
    value,
  );
}

/** What a value holds there; undefined: nothing. */
export function optionAt(value: Json, path: string): Json | undefined {
  return path
    .split('.')
    .reduce<Json | undefined>((inner, key) => (isBranch(inner) ? inner[key] : undefined), value);
}

function replaced(value: Json, [key, ...rest]: readonly string[], option: Json): Json {
  if (key === undefined) return option;
  if (Array.isArray(value)) {
    return value.map((item, i) => (String(i) === key ? replaced(item, rest, option) : item));
  }
  const object = isBranch(value) ? value : {};
  return { ...object, [key]: replaced(object[key] ?? null, rest, option) };
}

/** Lists by their places. */
function isBranch(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null;
}
