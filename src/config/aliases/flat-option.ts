import { nearestMeaning } from '../../dialects/meaning-of.js';
import type { OptionsOf } from '../../dialects/option-names.js';
import { asText } from '../words/as-text.js';
import { oneOf } from '../words/describe-value.js';
import { type Given, isFields } from './given.js';

/** An option that stands beside its choice. */
export interface FlatOption extends Given {
  readonly of: OptionsOf;
  /** Of these, the first that a choice has. */
  readonly options: readonly string[];
  /** Its name says whose option it is. */
  readonly sure: boolean;
}

/** The option's name in a choice; undefined: it has none. */
export function takenBy({ of, options }: FlatOption, value: unknown): string | undefined {
  const own = of.kinds.get(kindOf(value)) ?? [];
  return options.find((option) => own.includes(option));
}

export function kindOf(value: unknown): string {
  return asText(isFields(value) ? value.type : value);
}

export function nearestOf({ of, options, name, sure }: FlatOption): string {
  const meaning = sure ? undefined : nearestMeaning(name);
  if (meaning !== undefined) return meaning;
  const kinds = [...of.kinds].filter(([, own]) => options.some((option) => own.includes(option)));
  return `an option of ${of.parameter} ${oneOf(kinds.map(([kind]) => kind))}; this file names none of them`;
}
