import { valueText } from '../../charts/value-text.js';
import type { Json } from '../../core/json.js';
import type { TrialEntry } from '../../results/documents/live/trials.js';
import { meantName } from './meant-name.js';

/** What of a trial can be asked about. */
export type Subject = Pick<
  TrialEntry,
  'trial' | 'number' | 'state' | 'value' | 'values' | 'epoch' | 'epochs' | 'seconds' | 'params'
>;

type Test = (trial: Subject) => boolean;

/**
 * Reads what is typed into a filter: words with blanks between, all of which must hold. `lr<0.01`,
 * `optimizer=adamw`, `state!=failed`, `val_accuracy>=0.9` ask for a parameter, the metric or a column;
 * any other word is looked for in all values. `"two words"` are one. Never throws. `names`: all that can
 * be asked for; one of them may be meant by its start or its initials.
 */
export function parseFilter(text: string, metric: string, names: readonly string[] = []): Test {
  const tests = filterWords(text).map((word) => testOf(word, metric, names));
  return (trial) => tests.every((test) => test(trial));
}

/** A word of a filter: what it asks for and how, or what it looks for in all values. */
export type FilterWord =
  | { readonly sought: string }
  | {
      readonly word: string;
      readonly name: string;
      readonly operator: string;
      readonly value: string;
    };

/** The words that are typed. Blanks around a comparison's sign do not end one. */
export function filterWords(text: string): readonly FilterWord[] {
  const joined = text.replace(AROUND_SIGN, (_, quoted, sign) => quoted ?? sign);
  return Array.from(joined.matchAll(WORD), ([word]) => {
    const [, name, operator, value] = COMPARISON.exec(word) ?? [];
    if (name === undefined || operator === undefined || value === undefined) {
      return { sought: unquoted(word).toLowerCase() };
    }
    return { word, name: unquoted(name), operator, value: unquoted(value) };
  });
}

const AROUND_SIGN = /("[^"]*"?)|\s*(!=|<=|>=|==|=|<|>|:)\s*/g;
/** Blanks end a word but within quotes, which need not be closed. */
const WORD = /(?:"[^"]*"?|[^\s"])+/g;
/** Signs in a quoted name are part of it. */
const COMPARISON = /^((?:"[^"]*"|[^"])+?)(!=|<=|>=|==|=|<|>|:)(.*)$/s;

function testOf(word: FilterWord, metric: string, names: readonly string[]): Test {
  if ('sought' in word) {
    return (trial) => wordsOf(trial).some((each) => each.toLowerCase().includes(word.sought));
  }
  const asked = meantName(word.name, names) ?? word.name;
  return (trial) => compare(askedValue(trial, asked, metric), word.operator, word.value);
}

function compare(value: Json | undefined, operator: string, wanted: string): boolean {
  // What a trial does not have is unequal to everything, and neither above nor below.
  const number = typeof value === 'number' ? value : Number.NaN;
  const limit = wanted === '' ? Number.NaN : Number(wanted);
  switch (operator) {
    case '<':
      return number < limit;
    case '<=':
      return number <= limit;
    case '>':
      return number > limit;
    case '>=':
      return number >= limit;
    case '!=':
      return !isEqual(value, wanted, limit);
    case ':':
      return valueText(value).toLowerCase().includes(wanted.toLowerCase());
    default:
      return isEqual(value, wanted, limit);
  }
}

/** Texts are equal whatever their case; so is the `type` of an object that is all somebody writes. */
function isEqual(value: Json | undefined, wanted: string, limit: number): boolean {
  if (typeof value === 'number' && !Number.isNaN(limit)) return value === limit;
  const text = valueText(value).toLowerCase();
  const sought = wanted.toLowerCase();
  return text === sought || text.startsWith(`${sought}(`);
}

function askedValue(trial: Subject, name: string, metric: string): Json | undefined {
  if (Object.hasOwn(trial.params, name)) return trial.params[name];
  if (name === metric || name === 'value') return trial.value;
  const values: Readonly<Record<string, Json | undefined>> = { ...trial.values };
  if (Object.hasOwn(values, name)) return values[name];
  const { trial: id, number, state, epoch, epochs, seconds } = trial;
  const columns: Readonly<Record<string, Json>> = {
    trial: id,
    number,
    state,
    epoch,
    epochs,
    seconds,
  };
  return Object.hasOwn(columns, name) ? columns[name] : undefined;
}

function wordsOf({ trial, state, params }: Subject): readonly string[] {
  const pairs = Object.entries(params).map(([name, value]) => `${name} ${valueText(value)}`);
  return [String(trial), state, ...pairs];
}

function unquoted(text: string): string {
  return text.replaceAll('"', '');
}
