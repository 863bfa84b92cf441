import type { Json } from '../../core/json.js';
import { VALUE_MEANINGS } from '../../dialects/meanings.js';
import { OPTIONS_OF } from '../../dialects/option-names.js';
import { finder, squash } from '../../dialects/squash.js';
import { VALUE_NAMES, type ValueNames } from '../../dialects/value-names.js';
import { asText } from '../words/as-text.js';
import { oneOf } from '../words/describe-value.js';
import { below, type Place, type Rewriting } from './rewriting.js';

/**
 * A value of a parameter, other spellings of it turned into ours: `SGD`, `{name: StepLR, ...}`. What
 * is unknown stays as it is, for the parameter itself to judge. `own`: names that are right as they
 * are.
 */
export function readValue(
  parameter: string,
  value: unknown,
  place: Place,
  own: ReadonlySet<unknown>,
  rewriting: Rewriting,
): unknown {
  if (own.has(value)) return value;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return readChoice(parameter, value, place, rewriting);
  }
  const found = nameOf(parameter, value);
  if (found === undefined)
    return typeof value === 'string' ? known(parameter, value, place, rewriting) : value;
  const wrote = typeof value === 'string' ? value : JSON.stringify(value);
  rewriting.alias(place.theirs, wrote, String(found.value), { remark: found.remark });
  return found.value;
}

/**
 * A choice that stays as it is; one that is known elsewhere and not here is noted with the nearest in
 * meaning, and another takes its place, so that it is told once.
 */
function known(
  parameter: string,
  name: string,
  { theirs }: Place,
  { findings }: Rewriting,
): string {
  const nearest = finder(ownOf(VALUE_MEANINGS, parameter))(name);
  if (nearest === undefined) return name;
  const kinds = [...(kindsOf(parameter)?.keys() ?? [])];
  findings.error(theirs, `there is no ${name} here: expected ${oneOf(kinds)}; nearest: ${nearest}`);
  return kinds[0] ?? name;
}

function nameOf(parameter: string, value: unknown): Omit<ValueNames, 'spellings'> | undefined {
  if (typeof value === 'object' && value !== null) return undefined;
  const kinds = kindsOf(parameter);
  if (kinds?.has(String(value))) return undefined;
  const names = ownOf(VALUE_NAMES, parameter);
  if (names.some((each) => each.value === value)) return undefined;
  // `torch.optim.lr_scheduler.StepLR` by its last part.
  const wanted = squash(/^[\w.]+\.([A-Za-z]\w*)$/.exec(String(value))?.[1] ?? String(value));
  if (wanted === '') return undefined;
  const spelled = names.find(({ spellings }) => spellings.some((each) => squash(each) === wanted));
  if (spelled) return spelled;
  const same = [...(kinds?.keys() ?? []), ...names.map((each) => each.value)].find(
    (each) => squash(String(each)) === wanted,
  );
  return same === undefined ? undefined : { value: same };
}

/** What a table says of a parameter; nothing of `constructor` and other names of any object. */
function ownOf<Item>(table: Readonly<Record<string, readonly Item[]>>, parameter: string) {
  return Object.hasOwn(table, parameter) ? (table[parameter] ?? []) : [];
}

function kindsOf(parameter: string) {
  return OPTIONS_OF.find((of) => of.parameter === parameter)?.kinds;
}

/** `{name: SGD, ...}` and `{type: StepLR, ...}`, options under their own names. */
function readChoice(
  parameter: string,
  value: object,
  place: Place,
  rewriting: Rewriting,
): Record<string, unknown> {
  const of = OPTIONS_OF.find((each) => each.parameter === parameter);
  const given = { ...value } as Record<string, unknown>;
  if (!of) return given;
  const naming = NAMING.find((key) => typeof given[key] === 'string');
  if (!('type' in given) && naming !== undefined) {
    rewriting.alias(below(place, naming).theirs, naming, 'type', { at: 'key' });
    const { [naming]: type, ...rest } = given;
    rewriting.moved(below(place, 'type').ours, below(place, naming).theirs);
    return readChoice(parameter, { type, ...rest }, place, rewriting);
  }
  const found = nameOf(parameter, given.type);
  const type =
    found?.value ??
    (typeof given.type === 'string'
      ? known(parameter, given.type, below(place, 'type'), rewriting)
      : given.type);
  if (found) {
    const at = below(place, 'type').theirs;
    rewriting.alias(at, String(given.type), String(type), { remark: found.remark });
  }
  // One that was refused: its options say nothing.
  if (!found && type !== given.type) return { type };
  const options = of.kinds.get(asText(type));
  if (!options) return { ...given, type };
  return Object.fromEntries(
    Object.entries({ ...given, type }).map(([key, item]): [string, Json | unknown] => {
      if (key === 'type' || options.includes(key)) return [key, item];
      const ours = optionCalled(key, options, finder(of.names)(key) ?? []);
      if (ours === undefined || ours in given) return [key, item];
      const { theirs } = below(place, key);
      rewriting.alias(theirs, key, ours, { at: 'key' });
      rewriting.moved(below(place, ours).ours, theirs);
      return [ours, item];
    }),
  );
}

/** Keys that say which choice it is, as Hydra and Lightning have them, too. */
const NAMING = ['name', '_target_', 'class_path', 'class', 'kind'] as const;

function optionCalled(
  key: string,
  options: readonly string[],
  named: readonly string[],
): string | undefined {
  const same = options.find((option) => squash(option) === squash(key));
  return same ?? named.find((option) => options.includes(option));
}
