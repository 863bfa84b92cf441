import type { Json } from '../../core/json.js';

/** A table for a script or a spreadsheet. */
export interface Csv {
  readonly header: readonly string[];
  readonly rows: readonly (readonly (Json | undefined)[])[];
}

/** Comma-separated values by RFC 4180 (but lines end in LF): a header, then a line per row. */
export function renderCsv({ header, rows }: Csv): string {
  return [header, ...rows].map((row) => `${row.map(cell).join(',')}\n`).join('');
}

/** Nothing for null; objects and lists as JSON. */
function cell(value: Json | undefined): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
