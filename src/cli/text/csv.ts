import type { Json } from '../../core/json.js';
import { escaped, plain } from '../../core/words/plain.js';
import { withoutMarks } from './style.js';

/** A table for a script or a spreadsheet. */
export interface Csv {
  readonly header: readonly string[];
  readonly rows: readonly (readonly (Json | undefined)[])[];
}

/**
 * Comma-separated values by RFC 4180 (but lines end in LF): a header, then a line per row. Texts are
 * on one line, and none of them is a formula to a spreadsheet.
 */
export function renderCsv({ header, rows }: Csv): string {
  return [header, ...rows].map((row) => `${row.map(cell).join(',')}\n`).join('');
}

/** Nothing for null and for what is no number; objects and lists as JSON. */
function cell(value: Json | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '';
  if (typeof value === 'string') return quoted(harmless(value));
  return quoted(typeof value === 'object' ? escaped(JSON.stringify(value)) : String(value));
}

/**
 * A text that a spreadsheet shows and does not compute: by OWASP's advice on CSV injection, an
 * apostrophe before what would begin a formula.
 */
function harmless(text: string): string {
  const clean = plain(withoutMarks(text));
  return FORMULA.test(text) || FORMULA.test(clean) ? `'${clean}` : clean;
}

/** Also behind spaces, which some programs skip, and in the wide forms of East Asian input. */
const FORMULA = /^(?:\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])/;

/** Quotes also keep apart what other spreadsheets part cells at. */
function quoted(text: string): string {
  return /[",;|\r\n\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
