import type { Json } from '../json.js';
import { escaped, plain } from './plain.js';

/**
 * A line of comma-separated values by RFC 4180 (but it ends in LF). Texts are on one line, and none of
 * them is a formula to a spreadsheet. Nothing for null and for what is no number; objects and lists as
 * JSON.
 */
export function csvLine(values: readonly (Json | undefined)[]): string {
  return `${values.map(cell).join(',')}\n`;
}

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
  const clean = plain(text.replace(NONCHARACTERS, ''));
  return FORMULA.test(text) || FORMULA.test(clean) ? `'${clean}` : clean;
}

/** Unicode's, which are there for a program's own use: the command line marks its styles by them. */
const NONCHARACTERS = /[\ufdd0-\ufdef]/g;

/** Also behind spaces, which some programs skip, and in the wide forms of East Asian input. */
const FORMULA = /^(?:\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])/;

/** Quotes also keep apart what other spreadsheets part cells at. */
function quoted(text: string): string {
  return /[",;|\r\n\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
