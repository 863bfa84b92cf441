import type { ChartDef } from '../../charts/chart.js';
import { charts } from '../../charts/kinds/index.js';
import { variables } from '../../charts/palette.js';
import type { Scene } from '../../charts/scene.js';
import { toSvg } from '../../charts/svg.js';
import { numberText } from '../../charts/value-text.js';
import { html, type Markup, trusted } from '../markup/markup.js';
import { table } from '../markup/table.js';
import type { ReportParts } from '../report-parts.js';
import { section } from './section.js';

/** Of a picture's numbers. */
const MOST_ROWS = 200;
const MOST_TITLED = 1500;

/** Every chart that there is, of the sweep and of its best trial, each with its numbers. */
export function figuresSection(parts: ReportParts): Markup {
  return section(
    'charts',
    'Charts',
    ...charts.filter((chart) => fits(chart, parts)).map((chart) => figure(chart, parts)),
  );
}

/** Whether there is all that it is drawn of, and it says anything here. */
function fits({ kind, of, needs }: ChartDef, parts: ReportParts): boolean {
  if (of !== 'sweep' && of !== 'trial') return false;
  if (kind === 'pareto' && parts.sweep.objectives.length < 2) return false;
  return needs.every(
    (name) => Object.hasOwn(parts, name) && parts[name as keyof ReportParts] !== null,
  );
}

function figure(chart: ChartDef, parts: ReportParts): Markup {
  // `fits` has seen that all it needs is there.
  const documents = parts as unknown as Parameters<ChartDef['draw']>[0];
  const scene = lean(chart.draw(documents, {}, chart.frame));
  return html`<figure id="chart-${chart.kind}">
${trusted(toSvg(scene, variables, { id: `chart-${chart.kind}` }))}<figcaption>${scene.summary}</figcaption>
${numbers(scene)}</figure>
`;
}

/** Of very many marks none says whose it is: that would be most of the file. */
function lean(scene: Scene): Scene {
  if (scene.marks.length <= MOST_TITLED) return scene;
  return { ...scene, marks: scene.marks.map(({ title: _, trial: __, ...mark }) => mark) };
}

/** The same as a table, for who cannot see it. */
function numbers({ title, table: { columns, rows } }: Scene): Markup | null {
  if (rows.length === 0) return null;
  const isNumber = columns.map((_, i) => rows.every((row) => typeof row[i] !== 'string'));
  const shown = rows.slice(0, MOST_ROWS);
  const more = rows.length > shown.length ? `, the first ${MOST_ROWS} of ${rows.length} rows` : '';
  const body = table(
    `${title}, as numbers${more}`,
    columns.map((column, i) => ({ title: column, isNumber: isNumber[i] ?? false })),
    shown.map((row) => row.map((value) => ({ text: cellText(value) }))),
    { isSortable: false },
  );
  return html`<details><summary>Numbers</summary>
${body}</details>
`;
}

function cellText(value: string | number | null): string {
  if (typeof value === 'string') return value;
  return value === null || Number.isInteger(value) ? String(value ?? '-') : numberText(value);
}
