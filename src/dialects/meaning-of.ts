import type { Json } from '../core/json.js';
import { nearestTypo } from '../core/words/nearest-name.js';
import { MEANINGS } from './meanings.js';
import { OPTIONS_OF, type OptionsOf } from './option-names.js';
import { nearestOfOptionOwner, nearestOfOwner, nearestOfPrefix } from './owners.js';
import { PARAMETER_NAMES, type ParameterNames } from './parameter-names.js';
import {
  IDLE_NAMES,
  IGNORED_PARAMETERS,
  SEED_NAMES,
  SETTING_NAMES,
  type SettingNames,
} from './setting-names.js';
import { finder, squash } from './squash.js';

/** What a name under `parameters` stands for. */
export type Meaning =
  | {
      readonly kind: 'parameter';
      readonly name: string;
      readonly values?: Readonly<Record<string, Json>>;
      /** Why no other value is taken under this name. */
      readonly others?: string;
    }
  /** An option of a choice: the first of `options` that the choice has. `sure`: it says whose. */
  | {
      readonly kind: 'option';
      readonly of: OptionsOf;
      readonly options: readonly string[];
      readonly sure: boolean;
    }
  | { readonly kind: 'setting'; readonly setting: SettingNames }
  | { readonly kind: 'seed' }
  /** `only`: squashed values; with any other it would mean something. */
  | { readonly kind: 'ignored'; readonly why: string; readonly only?: readonly string[] }
  | { readonly kind: 'unknown'; readonly nearest?: string };

/**
 * What a parameter is called here that another tool's file calls `name`: by the whole name, then by
 * its last part (`optimizer.lr`, `train/epochs`). `own`: our parameters.
 */
export function meaningOf(name: string, own: readonly string[]): Meaning {
  if (own.includes(name)) return { kind: 'parameter', name };
  const parts = name.split(/[./:]/).filter((part) => squash(part) !== '');
  const last = parts.at(-1) ?? '';
  const owners = parts
    .slice(0, -1)
    .map(squash)
    .filter((part) => !THROUGH.has(part));
  if (owners.some((owner) => /^early(stop|term)/.test(owner)))
    return unknown('early_stopping', own);
  if (owners.length > 0 && NAMING.has(squash(last))) {
    return meaningOf(parts.slice(0, -1).join('.'), own);
  }

  // As a whole, then by its last two parts: `train.warmup.epochs` ends in an option.
  const pairs = new Set([[...owners, last].join('_'), [...owners.slice(-1), last].join('_')]);
  for (const joined of pairs) {
    const whole = simple(joined, own) ?? (owners.length > 0 ? optionCalled(joined) : undefined);
    if (whole) return whole;
  }
  const meant = ofOwners([...pairs], owners);
  if (meant) return meant;
  const owner = owners.at(-1) ?? '';
  const alone = simple(last, own);
  const isOption = OPTIONS_OF.find((of) => of.prefixes.some((prefix) => squash(prefix) === owner));
  const option = isOption && optionOf(isOption, last, true);
  if (alone && !(option && alone.kind !== 'parameter')) {
    return elsewhere(owner, alone) ?? alone;
  }
  const nearest = nearestOfOptionOwner(owner);
  if (nearest !== undefined) return { kind: 'unknown', nearest };
  return option ?? prefixed(last, own) ?? bare(last) ?? unknown(last, own);
}

/** `optimizer.name`: the choice itself. */
const NAMING = new Set(['name', 'type', 'kind', 'target', 'algorithm', 'class', 'classpath', 'id']);

/** What stands between a choice and its options, and says nothing: `optimizer.init_args.lr`. */
const THROUGH = new Set([
  'initargs',
  'params',
  'kwargs',
  'args',
  'options',
  'config',
  'parameters',
]);

/** What is of a part of the network alone is not that of all. */
function elsewhere(owner: string, meaning: Meaning): Meaning | undefined {
  if (meaning.kind !== 'parameter') return undefined;
  const isBody = BODY.has(owner);
  if (!isBody && !HEAD.has(owner)) return undefined;
  const nearest = { ...OF_ALL, ...(isBody ? { dropout: 'dropout, before fc' } : {}) }[meaning.name];
  return nearest === undefined ? undefined : { kind: 'unknown', nearest };
}

const BODY = new Set(['backbone', 'encoder', 'trunk', 'features', 'body']);
const HEAD = new Set(['head', 'classifier', 'fc']);
const OF_ALL: Readonly<Record<string, string>> = {
  learning_rate: 'layer_lr_decay, the rate of each layer as a multiple of the next one',
  weight_decay: 'weight_decay, one for all layers that train',
  momentum: 'momentum, one for all layers that train',
};

/** An owner that makes another thing of what the last part says. */
function ofOwners(joined: readonly string[], owners: readonly string[]): Meaning | undefined {
  if (owners.length === 0) return undefined;
  const known = joined.map(nearestMeaning).find((meaning) => meaning !== undefined);
  const nearest = known ?? nearestOfOwner(owners);
  return nearest === undefined ? undefined : { kind: 'unknown', nearest };
}

/** `warmup.epochs` is an option as a whole. */
function optionCalled(name: string): Meaning | undefined {
  const of = OPTIONS_OF.find((each) => optionOf(each, name, true));
  return of && optionOf(of, name, true);
}

const nameFinder = finder<ParameterNames>(
  PARAMETER_NAMES.map((names) => [names.spellings, names] as const),
);
const settingFinder = finder(SETTING_NAMES.map((names) => [names.spellings, names] as const));
const ignoredFinder = finder(IGNORED_PARAMETERS);
const meaningFinder = finder(MEANINGS);
const seedFinder = finder([[SEED_NAMES, true]]);
const idleFinder = finder(IDLE_NAMES.map((names) => [names.spellings, names] as const));

/** What a name means by itself. */
function simple(name: string, own: readonly string[]): Meaning | undefined {
  const same = own.find((each) => squash(each) === squash(name));
  if (same !== undefined) return { kind: 'parameter', name: same };
  const names = nameFinder(name);
  if (names) {
    const { parameter, values, others } = names;
    const only = others === undefined ? {} : { others };
    return { kind: 'parameter', name: parameter, ...(values ? { values } : {}), ...only };
  }
  if (seedFinder(name)) return { kind: 'seed' };
  const setting = settingFinder(name);
  if (setting) return { kind: 'setting', setting };
  const why = ignoredFinder(name);
  if (why !== undefined) return { kind: 'ignored', why };
  const idle = idleFinder(name);
  return idle && { kind: 'ignored', why: idle.why, only: idle.values };
}

function optionOf(of: OptionsOf, name: string, sure: boolean): Meaning | undefined {
  const wanted = squash(name);
  const named = finder(of.names)(name) ?? [];
  const same = new Set([...of.kinds.values()].flat().filter((each) => squash(each) === wanted));
  const options = [...same, ...named];
  return options.length > 0 ? { kind: 'option', of, options, sure } : undefined;
}

/** `scheduler_gamma`, `lr_gamma`, `optimizer_lr`. */
function prefixed(name: string, own: readonly string[]): Meaning | undefined {
  for (const of of OPTIONS_OF) {
    for (const prefix of of.prefixes.map(squash)) {
      if (!squash(name).startsWith(prefix)) continue;
      const rest = squash(name).slice(prefix.length);
      if (rest === '') continue;
      const parameter = of.parameter === 'optimizer' ? simple(rest, own) : undefined;
      if (parameter?.kind === 'parameter') return parameter;
      const option = optionOf(of, rest, true);
      if (option) return option;
    }
  }
  return undefined;
}

/** `gamma`, `T_max`; of a head only the names that speak of it. */
function bare(name: string): Meaning | undefined {
  for (const of of OPTIONS_OF) {
    const isSpoken = finder(of.names)(name) !== undefined;
    if (of.parameter === 'head' && !isSpoken) continue;
    const option = optionOf(of, name, isSpoken);
    if (option) return option;
  }
  return undefined;
}

/** What is nearest in meaning to a name that Thaw has nothing for. */
export function nearestMeaning(name: string): string | undefined {
  return meaningFinder(name);
}

function unknown(name: string, own: readonly string[]): Meaning {
  const nearest = nearestMeaning(name) ?? nearestOfPrefix(name) ?? nearestTypo(name, own);
  return { kind: 'unknown', ...(nearest === undefined ? {} : { nearest }) };
}
