import type { z } from 'zod';
import { didYouMean } from '../../core/words/nearest-name.js';
import { describeValue, numberHint, oneOf } from './describe-value.js';

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];

/**
 * What a value broke, in words: expected, got, and a hint where there is one. Undefined leaves it
 * to zod. Unknown keys give one line each, in the order of the issue's keys.
 */
export function explain(issue: RawIssue): string | undefined {
  const { input } = issue;
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue.expected, input);
    case 'invalid_value':
      return notOneOf(issue.values, input);
    case 'too_small':
      return tooSmall(issue);
    case 'too_big':
      return tooBig(issue);
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, keysOf(issue.inst))).join('\n');
    case 'invalid_union':
      return issue.discriminator === undefined ? undefined : noSuchType(issue);
    default:
      return undefined;
  }
}

/** An unknown key, with the one it was meant to be, or all that there are. */
export function unknownKey(key: string, known: readonly string[]): string {
  const nearest = didYouMean(key, known);
  const rest = known.length === 0 ? '; nothing can be set here' : `; expected ${oneOf(known)}`;
  return `unknown key ${JSON.stringify(key)}${nearest === '' ? rest : nearest}`;
}

/** A name that is none of those there are. */
export function notOneOf(names: readonly unknown[], got: unknown): string {
  if (got === undefined) return `missing: expected ${oneOf(names)}`;
  const texts = names.map(String);
  const nearest = typeof got === 'string' ? didYouMean(got, texts) : '';
  return `expected ${oneOf(texts)}, got ${describeValue(got)}${nearest}`;
}

const TYPES: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'a map of options',
  record: 'a map',
  null: 'nothing',
};

function wrongType(expected: string, input: unknown): string {
  const type = TYPES[expected] ?? expected;
  if (input === undefined) return `missing: expected ${type}`;
  const hint = expected === 'number' || expected === 'int' ? numberHint(input) : booleanHint(input);
  return `expected ${type}, got ${describeValue(input)}${hint}`;
}

/** YAML 1.2 has only true and false; 1.1's words come as text. */
function booleanHint(input: unknown): string {
  if (typeof input !== 'string') return '';
  if (/^(yes|on|true)$/i.test(input)) return '; write true';
  return /^(no|off|false)$/i.test(input) ? '; write false' : '';
}

function tooSmall(issue: Extract<RawIssue, { code: 'too_small' }>): string {
  const { minimum, inclusive, origin, input } = issue;
  if (origin === 'array' || origin === 'string' || origin === 'map' || origin === 'set') {
    return `expected at least ${minimum} ${counted(origin, Number(minimum))}, got ${describeValue(input)}`;
  }
  return `expected ${inclusive ? 'at least' : 'more than'} ${minimum}, got ${describeValue(input)}`;
}

function tooBig(issue: Extract<RawIssue, { code: 'too_big' }>): string {
  const { maximum, inclusive, origin, input } = issue;
  if (origin === 'array' || origin === 'string' || origin === 'map' || origin === 'set') {
    return `expected at most ${maximum} ${counted(origin, Number(maximum))}, got ${describeValue(input)}`;
  }
  return `expected ${inclusive ? 'at most' : 'less than'} ${maximum}, got ${describeValue(input)}`;
}

function counted(origin: string, count: number): string {
  const noun = origin === 'string' ? 'character' : 'entr';
  if (origin === 'string') return count === 1 ? noun : `${noun}s`;
  return count === 1 ? `${noun}y` : `${noun}ies`;
}

function noSuchType(issue: Extract<RawIssue, { code: 'invalid_union' }>): string {
  const { input, discriminator } = issue as { input?: unknown; discriminator?: string };
  const types = (issue as { options?: readonly unknown[] }).options ?? [];
  return notOneOf(types, (input as Readonly<Record<string, unknown>>)[discriminator!]);
}

function keysOf(inst: unknown): readonly string[] {
  const def = (inst as { _zod?: { def?: { shape?: object } } } | undefined)?._zod?.def;
  return Object.keys(def?.shape ?? {});
}
