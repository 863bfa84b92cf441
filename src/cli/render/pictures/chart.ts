import type { Scene } from '../../../charts/scene.js';
import { type Run, toTerminal } from '../../../charts/terminal.js';
import { numberText } from '../../../charts/value-text.js';
import { type Style, withoutMarks } from '../../text/style.js';
import { renderTable } from '../../text/table.js';
import { truncate, wrap } from '../../text/text.js';
import { terminalColor } from './terminal-color.js';

/**
 * A chart for a terminal, and below it what there is to see. Of one without curves, bars and dots the
 * numbers.
 */
export function renderChart(scene: Scene, width: number, style: Style, ascii: boolean): string {
  const summary = wrap(scene.summary, width).join('\n');
  if (!isDrawn(scene)) return `${summary}\n${renderRows(scene, width, style)}`;
  const lines = toTerminal(scene, { ascii }).map((runs) =>
    runs.map((run) => withColor(run, style)).join(''),
  );
  return `${lines.join('\n')}\n\n${summary}\n`;
}

/** Axes alone are no picture. */
function isDrawn({ marks }: Scene): boolean {
  return marks.some(
    ({ kind, trial, within }) =>
      kind === 'dot' || kind === 'bar' || (kind === 'line' && (trial ?? within) !== undefined),
  );
}

function withColor({ text, color, bold }: Run, style: Style): string {
  const clean = withoutMarks(text);
  return terminalColor(color, style)(bold ? style.bold(clean) : clean);
}

function renderRows({ table: { columns, rows } }: Scene, width: number, style: Style): string {
  if (rows.length === 0) return '';
  const most = Math.max(6, Math.floor((width - 2 * (columns.length - 1)) / columns.length));
  const cells = rows
    .slice(0, MOST_ROWS)
    .map((row) => row.map((cell) => truncate(cellText(cell), most)));
  const isNumber = (_: string, i: number) => rows.every((row) => typeof row[i] !== 'string');
  const titles = columns.map((title, i) => {
    return { title: truncate(title, most), align: isNumber(title, i) ? 'right' : 'left' } as const;
  });
  const more = rows.length - cells.length;
  const rest = more > 0 ? `... and ${more} more: --format csv has them all.\n` : '';
  return `\n${renderTable(titles, cells, width, style.bold)}${rest}`;
}

function cellText(cell: string | number | null): string {
  return typeof cell === 'string' ? cell : numberText(cell);
}

const MOST_ROWS = 40;
