import { metrics } from '../../../core/metric.js';
import type { Objective } from '../../../core/study/objective.js';
import { allOf } from '../../../core/words/all-of.js';
import { count } from '../../../core/words/numbers.js';
import { paramValue } from '../../../results/param-value.js';
import type { Pareto, ParetoTrial } from '../../../results/pareto/pareto.js';
import { choiceLegend } from '../../text/choice-legend.js';
import { metricValue } from '../../text/metric-value.js';
import { paramColumns, shortName } from '../../text/param-columns.js';
import type { Style } from '../../text/style.js';
import { type Column, naturalWidth, renderTable } from '../../text/table.js';
import { wrap } from '../../text/text.js';
import { boundsText } from './objective-columns.js';
import { scatter } from './scatter.js';

/** The front, how far the others are behind it, and for two metrics a picture of both. */
export function renderPareto(pareto: Pareto, top: number, width: number, style: Style): string {
  const { sweep, objectives, trials, unknown } = pareto;
  const front = trials.filter(({ isFront }) => isFront);
  const behind = trials.filter(({ isFront, feasible }) => !isFront && feasible);
  const outside = trials.filter(({ feasible }) => !feasible);
  const { metric } = sweep.spec;
  const goals = allOf(objectives.map(({ name, goal }) => `${name} (${BETTER[goal]} is better)`));
  const intro = `Compared by ${goals}, each trial at its best epoch by ${metric.name}.`;
  const left =
    unknown > 0
      ? `${count(unknown, 'finished trial')} of which a value is not known left out.`
      : '';
  const head = [style.bold(`Sweep ${sweep.id}: ${sweep.name}`), ...wrap(intro, width)];
  if (trials.length === 0) {
    return `${[...head, '', left || 'No trial has finished yet.'].join('\n')}\n`;
  }
  const { varying } = paramColumns(trials.map(({ params }) => params));
  const table = (rows: readonly ParetoTrial[], isBehind: boolean) =>
    trialTable(rows, objectives, varying, isBehind, width, style);
  const shown = behind.slice(0, top);
  const more = behind.length > top ? `; the nearest ${top}, --top ${behind.length} shows all` : '';
  return [
    ...head,
    '',
    `On the front: ${front.length} of ${count(trials.length - outside.length, 'finished trial')}.`,
    '',
    table(front, false),
    ...(shown.length > 0
      ? [
          ...wrap(
            `Behind it, beaten by a trial of the front in no metric by more than these parts of its range${more}.`,
            width,
          ),
          '',
          table(shown, true),
        ]
      : []),
    ...(outside.length > 0
      ? [
          ...wrap(
            `${count(outside.length, 'trial')} left out: not with ${boundsText(sweep.spec.objectives)}.`,
            width,
          ),
          '',
        ]
      : []),
    ...(left === '' ? [] : [left, '']),
    ...picture(pareto, width),
    ...volumeLines(pareto, width),
  ].join('\n');
}

const BETTER = { maximize: 'higher', minimize: 'lower' } as const;

function trialTable(
  rows: readonly ParetoTrial[],
  objectives: readonly Objective[],
  names: readonly string[],
  isBehind: boolean,
  width: number,
  { bold }: Style,
): string {
  const columns: readonly Column[] = [
    ...['trial', ...objectives.map(({ name }) => metrics[name].short), 'epoch'].map(right),
    ...(isBehind ? ['behind', 'of'].map(right) : []),
  ];
  const cells = rows.map(({ trial, values, epoch, shortfall }) => [
    String(trial),
    ...objectives.map(({ name }, i) => metricValue(name, values[i]!)),
    String(epoch),
    ...(isBehind ? [`${(100 * shortfall!.by).toFixed(1)} %`, String(shortfall!.behind)] : []),
  ]);
  const apart = names.map((name): Column => {
    const title = shortName(name);
    return rows.every(({ params }) => typeof params[name] === 'number') ? right(title) : { title };
  });
  const spread = rows.map(({ params }, r) => [
    ...cells[r]!,
    ...names.map((name) => paramValue(params[name])),
  ]);
  if (naturalWidth([...columns, ...apart], spread) <= width) {
    return renderTable([...columns, ...apart], spread, width, bold);
  }
  const { short, meanings } = choiceLegend(
    rows.map(({ params }) => params),
    names,
  );
  const brief = rows.map(({ params }, r) => [
    ...cells[r]!,
    ...names.map((name) => short(name, params[name])),
  ]);
  if (meanings.length > 0 && naturalWidth([...columns, ...apart], brief) <= width) {
    const legend = wrap(`In full: ${meanings.join(', ')}.`, width).join('\n');
    return `${renderTable([...columns, ...apart], brief, width, bold)}${legend}\n`;
  }
  const together = rows.map(({ params }, r) => [
    ...cells[r]!,
    names.map((name) => `${shortName(name)}=${paramValue(params[name])}`).join(' '),
  ]);
  return renderTable([...columns, { title: 'parameters', wrap: true }], together, width, bold);
}

function right(title: string): Column {
  return { title, align: 'right' };
}

/** Of the first metric over the second. */
function picture({ objectives, trials }: Pareto, width: number): readonly string[] {
  if (objectives.length !== 2) return [];
  const [up, along] = [objectives[0]!.name, objectives[1]!.name];
  const dots = trials
    .filter(({ feasible }) => feasible)
    .map(({ values, isFront }) => ({ x: values[1]!, y: values[0]!, mark: isFront ? '*' : '.' }))
    .toReversed();
  const lines = scatter(
    dots,
    {
      xText: (value) => metricValue(along, value),
      yText: (value) => metricValue(up, value),
      xTitle: along,
    },
    width,
  );
  return lines.length === 0 ? [] : [`${up}, * on the front`, ...lines, ''];
}

function volumeLines({ volume, objectives }: Pareto, width: number): readonly string[] {
  if (!volume) return [];
  const text = `Hypervolume ${volume.value.toFixed(4)} of 1: the share that the front dominates of all between the best of ${allOf(objectives.map(({ name }) => name))} and a tenth of the range behind the worst.`;
  return [...wrap(text, width), ''];
}
