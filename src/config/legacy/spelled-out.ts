import type { Json, JsonObject } from '../../core/json.js';
import type { Params } from '../../core/space.js';
import type { DefaultsOfVersion } from './defaults-0-1.js';

/**
 * Params with everything in them that a version's defaults decided: every parameter, and every
 * option of every choice, as a file would spell them. Nothing is left for other defaults to decide,
 * and nothing is judged: what was wrong stays wrong. Pure.
 */
export function spelledOut(params: Params, defaults: DefaultsOfVersion): Params {
  const { options } = defaults;
  const whole: Params = { ...defaults.fallbacks, ...params };
  return {
    ...whole,
    scheduler: choice(whole.scheduler, options.scheduler),
    head: choice(whole.head, options.head),
    optimizer: optimizer(whole, options.optimizer),
    augmentation: augmentation(whole.augmentation, defaults.transforms),
    normalization: named(whole.normalization, defaults.normalizations),
  };
}

type Options = Readonly<Record<string, JsonObject>>;
type Value = Json | undefined;

/** `step`, or `{ type: step, ...options }`, with all options. */
function choice(value: Value, defaults: Options): Json {
  const given = typeof value === 'string' ? { type: value } : value;
  if (!isObject(given) || typeof given.type !== 'string') return given ?? null;
  return { ...own(defaults, given.type), ...given };
}

/** Options that are parameters of their own stand behind those of the optimizer itself. */
function optimizer(whole: Params, defaults: Options): Json {
  const { optimizer: value } = whole;
  const given = typeof value === 'string' ? { type: value } : value;
  if (!isObject(given) || typeof given.type !== 'string') return given ?? null;
  const known = own(defaults, given.type) ?? {};
  const apart = Object.fromEntries(
    ['momentum', 'nesterov', 'weight_decay']
      .filter((name) => name in known && whole[name] !== null)
      .map((name) => [name, whole[name]!]),
  );
  return { ...known, ...apart, ...given };
}

/** A set's name as it is; transforms, alone or in a list, with all options. */
function augmentation(value: Value, defaults: Options): Json {
  if (isList(value)) return value.map((item) => transform(item, defaults));
  return isObject(value) ? transform(value, defaults) : (value ?? null);
}

/** `cutout`, or `{ cutout: { ...options } }`, with all options. */
function transform(value: Json, defaults: Options): Json {
  const given = typeof value === 'string' ? { [value]: null } : value;
  if (!isObject(given)) return given;
  return Object.fromEntries(
    Object.entries(given).map(([type, options]) => {
      const known = own(defaults, type);
      if (!known || !(options === null || isObject(options))) return [type, options];
      return [type, { ...known, ...options }];
    }),
  );
}

function named(value: Value, known: Readonly<Record<string, object>>): Json {
  if (typeof value !== 'string') return value ?? null;
  return (own(known, value) as JsonObject | undefined) ?? value;
}

function own<Item>(items: Readonly<Record<string, Item>>, name: string): Item | undefined {
  return Object.hasOwn(items, name) ? items[name] : undefined;
}

function isObject(value: Value): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: Value): value is readonly Json[] {
  return Array.isArray(value);
}
