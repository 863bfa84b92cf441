import { html, type Markup } from './markup.js';

export interface Column {
  readonly title: string;
  /** Told by whoever rests on it. */
  readonly hint?: string;
  readonly isNumber?: boolean;
}

export interface Cell {
  readonly text: string | Markup;
  /** What rows are sorted by; absent: the text. Null comes last. */
  readonly by?: number | null;
}

/**
 * A table whose columns sort it, where scripts run; else it is as it comes. `isSortable`: false: its
 * order is all that it says.
 */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  { isSortable = true }: { readonly isSortable?: boolean } = {},
): Markup {
  const heads = columns.map(({ title, hint, isNumber }) => {
    const label = isSortable ? html`<button type="button">${title}</button>` : title;
    const told = hint === undefined ? null : html` title="${hint}"`;
    return html`<th scope="col"${isNumber ? html` class="number"` : null}${told}>${label}</th>`;
  });
  const body = rows.map(
    (cells) => html`<tr>${cells.map((cell, i) => tableCell(cell, columns[i]!))}</tr>
`,
  );
  return html`<div class="wide" tabindex="0" role="region" aria-label="${caption}"><table${isSortable ? html` class="sortable"` : null}>
<caption>${caption}</caption>
<thead><tr>${heads}</tr></thead>
<tbody>
${body}</tbody>
</table></div>
`;
}

/** Names and what they are. */
export function facts(
  entries: readonly (readonly [name: string, value: string | Markup])[],
): Markup {
  const rows = entries.map(
    ([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>
`,
  );
  return html`<table class="facts"><tbody>
${rows}</tbody></table>
`;
}

function tableCell({ text, by }: Cell, { isNumber }: Column): Markup {
  const sorts = by === undefined ? null : html` data-by="${by ?? ''}"`;
  return html`<td${isNumber ? html` class="number"` : null}${sorts}>${text}</td>`;
}
