import { type MetricName, metricsShown } from '../../../core/metric.js';
import { compareDocument } from '../../../results/documents/insight/compare.js';
import type { ComparedTrial, Comparison } from '../../../results/insight/comparison.js';
import { comparisonText } from '../../../results/insight/comparison-words.js';
import type { FieldPair } from '../../../results/insight/recipe-differences.js';
import { paramValue } from '../../../results/param-value.js';
import { metricValue } from '../../text/metric-value.js';
import { sparkline } from '../../text/sparkline.js';
import type { Style } from '../../text/style.js';
import { renderTable } from '../../text/table.js';
import { wrap } from '../../text/text.js';
import { duration } from '../../text/units.js';

/** Two trials side by side: what differs, how they did, and whether that tells. */
export function renderComparison(view: Comparison, width: number, { bold, dim }: Style): string {
  const { one, other, metric } = view;
  const { different, equal } = shownFields(view);
  const isOne = one.sweep.id === other.sweep.id;
  const titles = [one, other].map(({ trial, sweep }) =>
    isOne ? `trial ${trial.id}` : `trial ${trial.id} (sweep ${sweep.id})`,
  );
  const measures = metricsShown([metric, ...one.sweep.spec.objectives]);
  const names = [...measures, ...different.map(({ name }) => name), `${metric.name} curve`];
  const room = Math.floor((width - Math.max(...names.map((name) => name.length)) - 4) / 2);
  const rows = [
    ...different.map(({ name, one: a, other: b }) => [name, valueText(a), valueText(b)]),
    ...(different.length > 0 ? [[]] : []),
    ['state', one.trial.state, other.trial.state],
    ...measures.map((name) => [name, measured(one, name), measured(other, name)]),
    ['at epoch', epochText(one), epochText(other)],
    [`${metric.name} curve`, ...curvesOf(view, room)],
    ['time, alone', duration(one.soloSeconds), duration(other.soloSeconds)],
  ];
  const table = renderTable(
    ['', ...titles].map((title) => ({ title })),
    rows.flatMap((row) => broken(row, room)),
    width,
    bold,
  );
  const same = equal.map(({ name, one: value }) => `${name} ${paramValue(value)}`).join(', ');
  const foot = [
    different.length === 0 ? 'Their recipes are the same.' : '',
    same === '' ? '' : `Both with ${same}${isOne ? ', and all that their sweep sets' : ''}.`,
  ].filter((text) => text !== '');
  const said = comparisonText(compareDocument(view)).flatMap((text) => wrap(text, width));
  const below = foot.flatMap((text) => ['', ...wrap(text, width).map(dim)]);
  return `${[table, ...said, ...below].join('\n')}\n`;
}

/**
 * Of one sweep the parameters as they were sampled, which make all the rest; of two what their recipes
 * differ in, beside these.
 */
function shownFields({ one, other, different, equal }: Comparison) {
  const [a, b] = [one.trial.params, other.trial.params];
  const params = [...new Set([...Object.keys(a), ...Object.keys(b)])].map((name) => {
    return { name, one: a[name], other: b[name] };
  });
  const differ = ({ one: mine, other: theirs }: FieldPair) =>
    JSON.stringify(mine) !== JSON.stringify(theirs);
  const sampled = params.filter(differ);
  const isSampled = ({ name }: FieldPair) =>
    sampled.some((param) => name.split('.').includes(param.name));
  if (one.sweep.id === other.sweep.id) {
    const runs = different.filter(({ name }) => name === 'replicate');
    return { different: [...sampled, ...runs], equal: params.filter((pair) => !differ(pair)) };
  }
  return { different: [...sampled, ...different.filter((pair) => !isSampled(pair))], equal };
}

/** A row as many lines as its longest value takes. */
function broken(row: readonly string[], room: number): readonly (readonly string[])[] {
  const [name = '', ...values] = row;
  const cells = [[name], ...values.map((value) => wrap(value, room))];
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, l) => cells.map((lines) => lines[l] ?? ''));
}

function valueText(value: FieldPair['one']): string {
  return value === undefined ? '-' : paramValue(value, EXACT);
}

/** Digits enough to tell any two sampled values apart. */
const EXACT = 8;

function measured({ standing }: ComparedTrial, name: MetricName): string {
  return metricValue(name, standing?.metrics[name] ?? null);
}

function epochText({ standing, trial }: ComparedTrial): string {
  return standing ? `${standing.epoch} (of ${trial.reports.length})` : '-';
}

/** Both on one scale. */
function curvesOf({ one, other, metric }: Comparison, room: number): readonly [string, string] {
  const [a, b] = [one, other].map(({ trial }) =>
    trial.reports.slice(-room).map(({ metrics }) => metrics[metric.name]),
  ) as [number[], number[]];
  const both = [...sparkline([...a, ...b])];
  return [both.slice(0, a.length).join(''), both.slice(a.length).join('')];
}
