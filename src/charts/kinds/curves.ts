import type { Metric } from '../../core/metric.js';
import { count } from '../../core/words/numbers.js';
import type { TrialEntry } from '../../results/documents/live/trials.js';
import { type ChartOptions, defineChart } from '../chart.js';
import { axisOver } from '../parts/axis-of.js';
import { emptyScene } from '../parts/empty.js';
import type { LegendEntry } from '../parts/legend.js';
import { layOut, type Plot } from '../parts/plot.js';
import { linesOf, type TrialLine, valuesToFit } from '../parts/trial-lines.js';
import { type Look, looksOf } from '../parts/trial-looks.js';
import { bestFirst, trialsShown, trialTitle } from '../parts/trials-shown.js';
import {
  bestText,
  betterText,
  isLog,
  leftOutText,
  metricLabel,
  metricShown,
  sentences,
  whyNothing,
} from '../parts/words.js';
import type { Mark, Place, SceneTable } from '../scene.js';

/** A metric of every trial, epoch by epoch. */
export const curves = defineChart({
  kind: 'curves',
  title: 'Learning curves',
  summary: 'A metric by epoch, or by seconds (-x seconds), the best trials in color',
  of: 'sweep',
  needs: ['sweep', 'trials', 'curves'],
  frame: { width: 760, height: 420 },
  draw(documents, options, frame) {
    const { sweep, trials } = documents;
    const metric = metricShown(sweep, documents.curves);
    const xName = options.x === 'seconds' ? 'seconds' : 'epoch';
    const title = `${sweep.name}: ${metric.name} by ${xName}`;
    const shown = trialsShown(trials.trials, options, metric.name, [xName]);
    const lines = linesOf(shown, documents.curves.curves, xName, options);
    const x = axisOver(
      lines.flatMap(({ points }) => points.map((point) => point.x)),
      {
        name: xName,
        log: isLog(options, xName),
        zoom: options.zoom?.[xName],
        nice: xName === 'seconds',
      },
    );
    const y = axisOver(valuesToFit(lines), {
      name: metric.name,
      label: metricLabel(metric),
      log: isLog(options, metric.name),
      zoom: options.zoom?.[metric.name],
    });
    if (!x || !y) {
      const why = whyNothing(trials.trials, shown, 'No epoch has been reported yet.');
      return emptyScene(frame, title, why, columnsOf(metric, options));
    }
    const looks = looksOf(shown, metric, options);
    const plot = layOut(frame, { title, x, y, legend: legendOf(lines, looks, sweep.rungs) });
    const varying = sweep.parameters.filter(({ varies }) => varies).map(({ name }) => name);
    const drawn = lines
      .map((line) => ({ ...line, look: looks.get(line.trial.trial) ?? null }))
      .toSorted((a, b) => rankOf(b.look) - rankOf(a.look));
    return {
      ...{ width: frame.width, height: frame.height, title },
      summary: summaryOf(lines, shown, metric, xName),
      areas: [plot.area],
      marks: [
        ...plot.marks,
        ...(xName === 'epoch' ? rungMarks(sweep.rungs, plot) : []),
        ...drawn.flatMap(({ trial, points, look }) => {
          const title = trialTitle(trial, metric.name, varying);
          const of = { trial: trial.trial, title, within: 0 };
          return lineMarks({ trial, points }, look, plot, lines.length).map((mark) => {
            return { ...mark, ...of };
          });
        }),
      ],
      table: {
        columns: columnsOf(metric, options),
        rows: lines.flatMap((line) => rowsOf(line, options)),
      },
    };
  },
});

function lineMarks(
  { trial, points }: TrialLine,
  look: Look | null,
  { x, y }: Plot,
  lines: number,
): readonly Mark[] {
  const places = points.map((point) => placeOf(x.place(point.x), y.place(point.y)));
  const color = look?.color ?? 'muted';
  const opacity = look ? 1 : Math.min(0.6, Math.max(0.2, Math.round(2000 / lines) / 100));
  const line: Mark = {
    ...{ kind: 'line', places, color, width: look ? 2 : 1, opacity },
    ...(look?.dash ? { dash: look.dash } : {}),
  };
  const last = places.findLast((place) => place !== null);
  if (!last) return [];
  const dot = { kind: 'dot', color, opacity: look ? 1 : 0.8 } as const;
  if (trial.state === 'stopped') return [line, { ...dot, place: last, hollow: true }];
  if (trial.state === 'diverged' || trial.state === 'failed') {
    return [line, { ...dot, place: last, shape: 'cross' }];
  }
  const best = look && places[points.findIndex(({ epoch }) => epoch === trial.epoch)];
  return best ? [line, { ...dot, place: best }] : [line];
}

function placeOf(x: number | null, y: number | null): Place | null {
  return x === null || y === null ? null : [x, y];
}

function rungMarks(rungs: readonly number[], { area, x }: Plot): readonly Mark[] {
  return rungs.flatMap((epoch): Mark[] => {
    const at = x.place(epoch);
    if (at === null) return [];
    const places: readonly Place[] = [
      [at, area.top],
      [at, area.top + area.height],
    ];
    const title = `The pruner compares at epoch ${epoch}`;
    return [{ kind: 'line', places, color: 'muted', width: 1, dash: 'dotted', title, within: 0 }];
  });
}

function legendOf(
  lines: readonly TrialLine[],
  looks: ReadonlyMap<number, Look>,
  rungs: readonly number[],
): readonly LegendEntry[] {
  const has = (...states: readonly string[]) =>
    lines.some(({ trial }) => states.includes(trial.state));
  const drawn = new Set(lines.map(({ trial }) => trial.trial));
  const named = [...looks].filter(([trial]) => drawn.has(trial));
  const entry = (label: string, as: LegendEntry['as']) => ({ label, as, color: 'muted' }) as const;
  return [
    ...named.map(([trial, { color, dash }]): LegendEntry => {
      return { label: `trial ${trial}`, as: 'line', color, trial, ...(dash ? { dash } : {}) };
    }),
    ...(named.length < lines.length ? [entry('others', 'line')] : []),
    ...(has('stopped') ? [{ ...entry('stopped', 'dot'), hollow: true }] : []),
    ...(has('diverged', 'failed')
      ? [{ ...entry('diverged or failed', 'dot'), shape: 'cross' } as const]
      : []),
    ...(rungs.length > 0 ? [{ ...entry('rung', 'line'), dash: 'dotted' } as const] : []),
  ];
}

function summaryOf(
  lines: readonly TrialLine[],
  shown: readonly TrialEntry[],
  metric: Metric,
  x: string,
): string {
  const stopped = lines.filter(({ trial }) => trial.state === 'stopped').length;
  const missing = lines.flatMap(({ points }) => points).filter(({ y }) => y === null).length;
  return sentences(
    `${metric.name} by ${x} of ${count(lines.length, 'trial')}; ${betterText(metric.goal)}.`,
    bestText(bestFirst(shown, metric.goal)[0]),
    stopped === 0 ? '' : `${stopped} ${stopped === 1 ? 'was' : 'were'} stopped early.`,
    leftOutText(missing),
  );
}

function columnsOf({ name }: Metric, { smooth }: ChartOptions): readonly string[] {
  return ['trial', 'state', 'epoch', 'seconds', name, ...(smooth ? ['smoothed'] : [])];
}

function rowsOf({ trial, points }: TrialLine, { smooth }: ChartOptions): SceneTable['rows'] {
  return points.map(({ epoch, seconds, value, y }) => {
    const row = [trial.trial, trial.state, epoch, seconds, value];
    return smooth ? [...row, y] : row;
  });
}

/** The best are drawn last, over all others. */
function rankOf(look: Look | null): number {
  return look?.rank ?? Number.MAX_SAFE_INTEGER;
}
