import { plain } from '../../core/words/plain.js';
import { withoutMarks } from './style.js';

/** The same plain data with every text in it, keys too, on one line and without marks. */
export function plainly<Data>(data: Data): Data {
  return cleaned(data) as Data;
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return plain(withoutMarks(value));
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== 'object' || value === null || !isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [plain(withoutMarks(key)), cleaned(item)] as const),
  );
}

function isPlainObject(value: object): boolean {
  return Object.getPrototypeOf(value) === Object.prototype;
}
