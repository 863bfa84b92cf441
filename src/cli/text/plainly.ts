import { plain, shortened } from '../../core/words/plain.js';
import { withoutMarks } from './style.js';

/** The same plain data with every text in it, keys too, on one line, without marks and not endless. */
export function plainly<Data>(data: Data): Data {
  return cleaned(data) as Data;
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return oneLine(value);
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== 'object' || value === null || !isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [oneLine(key), cleaned(item)] as const),
  );
}

function oneLine(text: string): string {
  return plain(withoutMarks(shortened(text, LONGEST)));
}

/** Characters of a text that a person still reads. */
const LONGEST = 2000;

function isPlainObject(value: object): boolean {
  return Object.getPrototypeOf(value) === Object.prototype;
}
