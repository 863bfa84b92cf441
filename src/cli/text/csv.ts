import type { Json } from '../../core/json.js';
import { csvLine } from '../../core/words/csv-line.js';

/** A table for a script or a spreadsheet. */
export interface Csv {
  readonly header: readonly string[];
  readonly rows: readonly (readonly (Json | undefined)[])[];
}

/** A header, then a line per row. */
export function renderCsv({ header, rows }: Csv): string {
  return [header, ...rows].map(csvLine).join('');
}
