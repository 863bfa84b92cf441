import { type MetricName, metrics, metricsShown } from '../../core/metric.js';
import { ranOnText } from '../../core/provenance.js';
import type { Report } from '../../core/trial.js';
import { byteText } from '../../core/words/byte-text.js';
import { numberRanges } from '../../core/words/number-ranges.js';
import { grouped } from '../../core/words/numbers.js';
import { paramValue, shortNumber } from '../../results/param-value.js';
import { bestReport } from '../../results/report-fields.js';
import type { TrialView } from '../../results/trial-view.js';
import { metricValue } from '../text/metric-value.js';
import { sparkline } from '../text/sparkline.js';
import type { Style } from '../text/style.js';
import { renderTable } from '../text/table.js';
import { wrap } from '../text/text.js';
import { duration } from '../text/units.js';
import { recipeLines } from './recipe.js';

/** One trial as a person reads it. */
export function renderTrial(view: TrialView, width: number, style: Style): string {
  const { trial, sweep } = view;
  const params = Object.entries(trial.params).map(
    ([name, value]) => [name, paramValue(value, EXACT)] as const,
  );
  const parts = [
    `${style.bold(`Trial ${trial.id}`)}: ${trial.state}, number ${trial.number + 1} of sweep ${sweep.id} (${sweep.name})\n${runText(view, width)}${apartText(view, width)}`,
    section('Params', pairs(params, width), style),
    section('Recipe', recipeText(view, width), style),
    trial.reports.length > 0 ? section('Learning curve', curve(view, width, style), style) : '',
    view.attempts.length > 0 ? section('Attempts (UTC)', attemptLines(view, width), style) : '',
    view.events.length > 0 ? section('Events (UTC)', eventLines(view, width), style) : '',
    view.tests.length > 0 ? section('Test split (UTC)', testLines(view), style) : '',
    fileLines(view),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

/** Which of several runs of a point it is. */
function runText({ trial, runs }: TrialView, width: number): string {
  if (runs.length === 1) return '';
  const others = runs.filter((id) => id !== trial.id);
  const trials = others.length === 1 ? 'trial' : 'trials';
  const what = `Run ${runs.indexOf(trial.id) + 1} of ${runs.length} of its point: ${trials} ${numberRanges(others)} trained the same with other draws.`;
  return `${wrap(what, width).join('\n')}\n`;
}

/** A trial that no leaderboard ranks. */
function apartText({ made, sweep }: TrialView, width: number): string {
  if (!made || made.change === 0) return '';
  const what = `Not ranked: it comes after change ${made.change} of images or weights that \`thaw resume ${sweep.id}\` was told to accept.`;
  return `${wrap(what, width).join('\n')}\n`;
}

function recipeText({ recipe }: TrialView, width: number): string {
  if (recipe) return pairs(recipeLines(recipe), width);
  return indented('none: the sweep does not allow these params', width);
}

/** Digits enough to tell any two sampled values apart. */
const EXACT = 8;

function section(title: string, body: string, { bold }: Style): string {
  return `${bold(title)}\n${body}`;
}

function pairs(rows: readonly (readonly [string, string])[], width: number): string {
  const names = Math.max(0, ...rows.map(([name]) => name.length));
  return rows
    .flatMap(([name, value]) =>
      wrap(value, width - names - 4).map(
        (line, l) => `  ${(l === 0 ? name : '').padEnd(names)}  ${line}\n`,
      ),
    )
    .join('');
}

function curve({ trial, sweep }: TrialView, width: number, { bold }: Style): string {
  const { reports } = trial;
  const { metric, objectives } = sweep.spec;
  const best = bestReport(reports, metric);
  const names = metricsShown(objectives);
  const values = reports.map((report) => report.metrics[metric.name]);
  const shown = values.slice(-Math.max(8, width - 40));
  const bestText = best ? `best ${fixed(best.metrics[metric.name])} at epoch ${best.epoch}` : '';
  const table = renderTable(
    ['epoch', ...names.map((name) => metrics[name].short), 'lr', 'time', 'img/s', 'memory'].map(
      (title) => ({ title, align: 'right' as const }),
    ),
    reports.map((report) => reportCells(report, report === best, names)),
    width,
    bold,
  );
  const shared = sharingLines(reports).map((line) => `  ${line}\n`);
  return `  ${metric.name} ${sparkline(shown)}  ${bestText} (*)\n\n${table}${shared.join('')}`;
}

/** Which epochs were another trial's too, and what sharing saved. */
function sharingLines(reports: readonly Report[]): readonly string[] {
  const owners = new Set(reports.map(({ sharedWith }) => sharedWith).filter((id) => id !== null));
  const total = (of: (report: Report) => number) =>
    reports.reduce((sum, report) => sum + of(report), 0);
  const [seconds, alone] = [total((each) => each.seconds), total((each) => each.soloSeconds)];
  const together = Array.from(owners, (owner) => {
    const epochs = reports.filter(({ sharedWith }) => sharedWith === owner);
    const [are, those] = epochs.length === 1 ? ['is', 'that'] : ['are', 'those'];
    const which = numberRanges(epochs.map(({ epoch }) => epoch));
    return `Epoch${epochs.length === 1 ? '' : 's'} ${which} ${are} ${those} of trial ${owner}.`;
  });
  if (alone <= seconds * WORTH_TELLING) return together;
  return [
    ...together,
    `Its share of the time was ${duration(seconds)}; alone it would have taken ${duration(alone)}.`,
  ];
}

/** Below this ratio the two times are the same to a person. */
const WORTH_TELLING = 1.05;

function reportCells(
  report: Report,
  isBest: boolean,
  names: readonly MetricName[],
): readonly string[] {
  return [
    `${isBest ? '*' : ''}${report.epoch}`,
    ...names.map((name) => metricValue(name, report.metrics[name])),
    shortNumber(report.learningRate),
    duration(report.seconds),
    report.imagesPerSecond.toFixed(1),
    byteText(report.peakMemoryBytes),
  ];
}

function fixed(value: number): string {
  return Number.isFinite(value) ? value.toFixed(4) : 'NaN';
}

function attemptLines({ attempts }: TrialView, width: number): string {
  return attempts
    .map(({ state, startedAt, endedAt, provenance, error }) => {
      const times = `${time(startedAt)}${endedAt ? ` to ${time(endedAt).slice(11)}` : ''}`;
      const inexact = provenance?.exact === false ? ', not exact' : '';
      const ranOn = provenance && ranOnText(provenance);
      const end = `${state}${inexact}${error ? `: ${error.message}` : ''}`;
      return indented(`${times}  ${end}`, width) + (ranOn ? indented(`on ${ranOn}`, width) : '');
    })
    .join('');
}

function eventLines({ events }: TrialView, width: number): string {
  return events
    .map(({ at, kind, message }) => indented(`${time(at)}  ${kind}: ${message}`, width))
    .join('');
}

function testLines({ tests }: TrialView): string {
  return tests
    .map(
      ({ at, images, loss, accuracy }) =>
        `  ${time(at)}  accuracy ${fixed(accuracy)}, loss ${fixed(loss)} on ${grouped(images)} images\n`,
    )
    .join('');
}

function fileLines({ trial, weights, checkpoint }: TrialView): string {
  if (weights) return `Weights: ${weights}\n`;
  if (checkpoint) return `\`thaw export ${trial.id}\` writes its weights.\n`;
  return '';
}

function time(at: string): string {
  return at.slice(0, 19).replace('T', ' ');
}

function indented(text: string, width: number): string {
  return wrap(text, width - 4)
    .map((line, l) => `${l === 0 ? '  ' : '    '}${line}\n`)
    .join('');
}
