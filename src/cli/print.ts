import type { Output } from './output.js';
import type { Format } from './parsing/shared-flags.js';
import { type Csv, renderCsv } from './text/csv.js';
import { renderJson } from './text/json.js';
import { plainly } from './text/plainly.js';
import { createStyle, type Style } from './text/style.js';

/** A result in the formats that there are. */
export interface Formats<View> {
  /** The document (results/documents/). */
  json(view: View): object;
  /** Absent: the document's keys and values. */
  csv?(view: View): Csv;
  /** For a person; given the view with every text in it on one line. */
  text(view: View, width: number, style: Style): string;
}

/** Prints a result in the format asked for. */
export function print<View>(
  out: Output,
  format: Format,
  view: View,
  { json, csv, text }: Formats<View>,
): void {
  if (format === 'table') {
    out.write(text(plainly(view), out.columns(), createStyle(out.colors)));
  } else if (format === 'json') {
    out.write(renderJson(json(view)));
  } else {
    out.write(renderCsv(csv ? csv(view) : flat(json(view))));
  }
}

function flat(document: object): Csv {
  return { header: Object.keys(document), rows: [Object.values(document)] };
}
