import { toLoss } from '../../../core/metric.js';
import { count } from '../../../core/words/numbers.js';
import type { Effect } from '../../../results/insight/effects.js';
import { type ImportanceView, marginalValues } from '../../../results/insight/importance.js';
import { marginText, shareText, valueText } from '../../../results/insight/metric-words.js';
import { countsText, whySilent } from '../../../results/insight/silence.js';
import { paramValue } from '../../../results/param-value.js';
import { choiceLegend } from '../../text/choice-legend.js';
import type { Style } from '../../text/style.js';
import { renderTable } from '../../text/table.js';
import { wrap } from '../../text/text.js';
import { duration } from '../../text/units.js';

/** What matters in a sweep, as a person reads it. */
export function renderImportance(view: ImportanceView, width: number, style: Style): string {
  const { sweep, used } = view;
  const why = whySilent(view);
  const head = `${style.bold(`Sweep ${sweep.id}: ${sweep.name}`)}\n`;
  const from = `What ${sweep.spec.metric.name} depends on, from ${count(used, 'finished point')}${view.trials.length === view.counts.finished ? '' : ` (trials: ${countsText(view)})`}.`;
  return [
    `${head}${lines(why ?? from, width)}`,
    ...(view.importance ? [shares(view, width, style)] : []),
    ...(used > 0 ? [pairs(view, width, style)] : []),
  ].join('\n');
}

function shares(view: ImportanceView, width: number, style: Style): string {
  const { importance, r2, sweep, points, varying } = view;
  if (!importance || r2 === null) return '';
  const { metric, space } = sweep.spec;
  const { short, meanings } = choiceLegend(
    points.map(({ params }) => params),
    varying,
  );
  const singles = importance.factors.map((factor) => {
    const ranked = marginalValues(factor, space).toSorted(
      (a, b) => toLoss(a.expected.mean, metric) - toLoss(b.expected.mean, metric),
    );
    const shown = [ranked[0], ranked.at(-1)].map((each) =>
      each
        ? `${short(factor.name, each.value)}: ${valueText(each.expected.mean, metric.name)}`
        : '',
    );
    return { share: factor.share, cells: [factor.name, ...shareCells(factor.share), ...shown] };
  });
  const together = importance.pairs
    .filter(({ share }) => share.mean >= LEAST_PAIR)
    .map(({ names, share }) => {
      return { share, cells: [names.join(' with '), ...shareCells(share), '', ''] };
    });
  const table = renderTable(
    [
      { title: 'parameter', wrap: true },
      { title: 'share', align: 'right' },
      { title: '95 %', align: 'right' },
      { title: 'best, expected' },
      { title: 'worst' },
    ],
    [...singles, ...together].toSorted((a, b) => b.share.mean - a.share.mean).map((r) => r.cells),
    width,
    style.bold,
  );
  const foot = `A forest foretells ${shareText(r2)} of how points differ that it did not see (R2 ${r2.toFixed(2)}); the shares are of what it knows. The rest, ${shareText(importance.rest.mean)}, is what three and more do together.`;
  const full = meanings.length > 0 ? lines(`In full: ${meanings.join(', ')}.`, width) : '';
  return `${table}\n${style.dim(lines(foot, width) + full)}`;
}

/** A pair that explains less is left to JSON. */
const LEAST_PAIR = 0.01;

function shareCells({ mean, low, high }: { mean: number; low: number; high: number }) {
  return [shareText(mean), `${Math.floor(100 * low)}-${Math.ceil(100 * high)} %`];
}

/** Sentences about values, all else equal. */
function pairs(view: ImportanceView, width: number, style: Style): string {
  const { effects, sweep, varying } = view;
  const title = style.bold('All else equal');
  const found = effects.flatMap(({ name, effects: own }) => [
    `${name}\n`,
    ...own.map((effect) => indented(effectText(effect, sweep.spec.metric.name), width)),
    ...otherwiseAtBest(view, name).map((text) => indented(text, width)),
  ]);
  const without = varying.filter((name) => !effects.some((each) => each.name === name));
  const none = `Too few points differ in ${without.join(', ')} alone: of ${without.length === 1 ? 'it' : 'these'} nothing is said.`;
  if (found.length === 0 && without.length === 0) return '';
  return `${title}\n${found.join('')}${without.length > 0 ? lines(none, width) : ''}`;
}

/** What wins where each value has its best learning rate, if that is another one. */
function otherwiseAtBest({ effects, atBestRate, sweep }: ImportanceView, name: string) {
  const [average] = effects.find((each) => each.name === name)?.effects ?? [];
  const tuned = atBestRate.find((each) => each.name === name)?.effects ?? [];
  if (JSON.stringify(tuned[0]?.better) === JSON.stringify(average?.better)) return [];
  const clear = tuned.filter(({ gain }) => gain.mean > gain.margin);
  return clear.map(
    (effect) => `at its best learning rate ${effectText(effect, sweep.spec.metric.name)}`,
  );
}

function effectText({ better, worse, gain, seconds }: Effect, metric: Metric): string {
  const [one, other] = [paramText(better), paramText(worse)];
  const [much, n] = [marginText(gain.mean, gain.margin, metric), count(gain.n, 'pair')];
  if (gain.mean <= gain.margin) {
    return `${one} and ${other} cannot be told apart: ${much} (${n})`;
  }
  const cost =
    Math.abs(seconds) < 0.5
      ? ''
      : `, ${duration(Math.abs(seconds))} ${seconds > 0 ? 'more' : 'less'} a trial`;
  return `${one} beats ${other} by ${much} (${n}${cost})`;
}

type Metric = ImportanceView['sweep']['spec']['metric']['name'];

function paramText(value: Effect['better']): string {
  return value === undefined || value === null ? 'without it' : paramValue(value);
}

function indented(text: string, width: number): string {
  return wrap(text, width - 4)
    .map((line, l) => `${l === 0 ? '  ' : '    '}${line}\n`)
    .join('');
}

function lines(text: string, width: number): string {
  return `${wrap(text, width).join('\n')}\n`;
}
