import type { Json, JsonObject } from '../core/json.js';
import { shortened } from '../core/words/plain.js';

/**
 * A parameter's value, short enough for a table: `{type: step, step_size: 2, gamma: 0.1}` is
 * `step(step_size=2, gamma=0.1)`, `[{random_crop: {padding: 4}}, horizontal_flip]` is
 * `random_crop(padding=4)+horizontal_flip`; what a trial does not have is `-`. Of a long list the first items, of a long text the start.
 */
export function paramValue(value: Json | undefined, digits = DIGITS): string {
  if (value === undefined) return '-';
  if (value === null) return 'none';
  if (typeof value === 'number') return shortNumber(value, digits);
  if (typeof value !== 'object') return shortened(String(value), MOST_CHARACTERS);
  if (isList(value)) return listed(value, digits);
  return called(value, digits);
}

/** Significant digits of a number in a table. */
const DIGITS = 3;

/** Integers as they are, others rounded; small numbers as powers of ten: `0.00316`, `1e-5`. */
export function shortNumber(value: number, digits = DIGITS): string {
  if (Number.isInteger(value)) return String(value);
  const fixed = String(Number(value.toPrecision(digits)));
  if (Math.abs(value) >= 0.001) return fixed;
  const power = Number(value.toPrecision(digits)).toExponential();
  return power.length < fixed.length ? power : fixed;
}

function called(object: JsonObject, digits: number): string {
  const { type, ...options } = object;
  if (typeof type === 'string') return withOptions(type, options, digits);
  const [name, inner] = Object.entries(object)[0] ?? ['{}', null];
  const single = Object.keys(object).length === 1;
  if (single && inner !== null && typeof inner === 'object' && !isList(inner)) {
    return withOptions(name, inner, digits);
  }
  return Object.entries(object)
    .map(([key, item]) => `${key}=${paramValue(item, digits)}`)
    .join(' ');
}

function withOptions(name: string, options: JsonObject, digits: number): string {
  const values = Object.entries(options).map(
    ([option, value]) => `${option}=${paramValue(value, digits)}`,
  );
  return values.length === 0 ? name : `${name}(${values.join(', ')})`;
}

/** Of numbers or transforms, in order. */
function listed(items: readonly Json[], digits: number): string {
  const shown = items.slice(0, MOST_ITEMS).map((item) => paramValue(item, digits));
  const more = items.length - shown.length;
  return [...shown, ...(more > 0 ? [`(${more} more)`] : [])].join('+');
}

/** A list that says more is no longer read. */
const MOST_ITEMS = 12;
const MOST_CHARACTERS = 60;

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
