import type { Metric } from '../../core/metric.js';
import { count } from '../../core/words/numbers.js';
import type { TrialEntry } from '../../results/documents/live/trials.js';
import { defineChart } from '../chart.js';
import { axisOver } from '../parts/axis-of.js';
import { emptyScene } from '../parts/empty.js';
import type { LegendEntry } from '../parts/legend.js';
import { layOut, type Plot } from '../parts/plot.js';
import {
  bestFirst,
  isRanked,
  latestChange,
  trialsShown,
  trialTitle,
} from '../parts/trials-shown.js';
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
import type { DotMark, Mark, Place, SceneTable } from '../scene.js';

/** What the search has come to, trial by trial. */
export const best = defineChart({
  kind: 'best',
  title: 'Best so far',
  summary: 'The best value so far, by trial or by what it cost (-x seconds, -x epochs)',
  of: 'sweep',
  needs: ['sweep', 'trials'],
  frame: { width: 760, height: 380 },
  draw({ sweep, trials }, options, frame) {
    const metric = metricShown(sweep, trials);
    const xName = COSTS.find((cost) => cost === options.x) ?? 'trial';
    const title = `${sweep.name}: best ${metric.name} by ${xName}`;
    const shown = trialsShown(trials.trials, options, metric.name);
    const points = pointsOf(shown, metric, xName);
    const measured = points.filter(({ trial }) => trial.value !== null && trial.state !== 'failed');
    const finished = measured.filter(({ best }) => best !== null);
    const columns = [
      'trial',
      'number',
      'state',
      xName === 'trial' ? 'epochs' : xName,
      metric.name,
      'best',
    ];
    const x = axisOver(
      measured.map(({ x }) => x),
      { name: xName, log: isLog(options, xName), zoom: options.zoom?.[xName], nice: false },
    );
    const y = axisOver(
      (finished.length > 0 ? measured.filter(isSound) : measured).map(({ trial }) => trial.value),
      {
        name: metric.name,
        label: metricLabel(metric),
        log: isLog(options, metric.name),
        zoom: options.zoom?.[metric.name],
      },
    );
    if (!x || !y) {
      const why = whyNothing(trials.trials, shown, 'Nothing has finished yet.');
      return emptyScene(frame, title, why, columns);
    }
    const plot = layOut(frame, { title, x, y, legend: legendOf(measured, finished.length > 0) });
    const varying = sweep.parameters.filter(({ varies }) => varies).map(({ name }) => name);
    const drawn = measured.filter(({ trial, x }) => placeOf(plot, x, trial.value) !== null);
    return {
      ...{ width: frame.width, height: frame.height, title },
      summary: summaryOf(points, shown, metric, xName),
      areas: [plot.area],
      marks: [
        ...plot.marks,
        ...stairs(points, plot),
        ...drawn.map((point): Mark => {
          const { trial, x } = point;
          const title = trialTitle(trial, metric.name, varying);
          const of = { trial: trial.trial, title, within: 0 };
          const isChosen = options.chosen?.includes(trial.trial) ?? false;
          return { ...dotOf(point, isChosen), place: placeOf(plot, x, trial.value)!, ...of };
        }),
      ],
      table: { columns, rows: drawn.map((point) => rowOf(point, xName)) },
    };
  },
});

const COSTS = ['seconds', 'epochs'] as const;

interface Point {
  readonly trial: TrialEntry;
  readonly x: number;
  /** So far, this trial included; null: none has a place yet. */
  readonly best: number | null;
  readonly isBest: boolean;
  readonly isRanked: boolean;
}

/** In the order in which they were asked for; costs are those of all up to each. */
function pointsOf(
  trials: readonly TrialEntry[],
  { goal }: Metric,
  by: 'trial' | 'seconds' | 'epochs',
): readonly Point[] {
  const change = latestChange(trials);
  let spent = 0;
  let best: number | null = null;
  return trials.map((trial) => {
    if (by !== 'trial') spent += trial[by];
    const ranked = isRanked(trial, change);
    const isBest = ranked && (best === null || isBetter(trial.value!, best, goal));
    if (isBest) best = trial.value;
    return { trial, x: by === 'trial' ? trial.number : spent, best, isBest, isRanked: ranked };
  });
}

function isBetter(value: number, than: number, goal: Metric['goal']): boolean {
  return goal === 'maximize' ? value > than : value < than;
}

/** What diverged must not press all others flat. */
function isSound({ trial }: Point): boolean {
  return trial.state !== 'diverged';
}

/** The best so far, from the first that has a place to the last trial. */
function stairs(points: readonly Point[], plot: Plot): readonly Mark[] {
  const places = points.flatMap(({ x, best }) => {
    const place = placeOf(plot, x, best);
    return place ? [place] : [];
  });
  if (places.length === 0) return [];
  return [{ kind: 'line', places, color: 'accent', width: 2, stepped: true, within: 0 }];
}

function placeOf({ x, y }: Plot, atX: number, value: number | null): Place | null {
  const [left, top] = [x.place(atX), y.place(value)];
  return left === null || top === null ? null : [left, top];
}

function dotOf({ trial, isBest, isRanked }: Point, isChosen: boolean): Omit<DotMark, 'place'> {
  const radius = isChosen ? 6 : isBest ? 4.5 : 3;
  const color = isChosen ? 'series-1' : isBest ? 'accent' : 'muted';
  if (trial.state === 'diverged') return { kind: 'dot', color, radius, shape: 'cross' };
  return { kind: 'dot', color, radius, ...(isRanked ? {} : { hollow: true }) };
}

function legendOf(measured: readonly Point[], hasBest: boolean): readonly LegendEntry[] {
  const dots = measured.filter(({ trial }) => trial.state !== 'diverged');
  const entry = (label: string) => ({ label, as: 'dot', color: 'muted' }) as const;
  return [
    ...(hasBest ? [{ label: 'best so far', as: 'line', color: 'accent' } as const] : []),
    ...(dots.some((point) => point.isRanked) ? [entry('finished')] : []),
    ...(dots.some((point) => !point.isRanked) ? [{ ...entry('not ranked'), hollow: true }] : []),
    ...(dots.length < measured.length ? [{ ...entry('diverged'), shape: 'cross' } as const] : []),
  ];
}

function summaryOf(
  points: readonly Point[],
  shown: readonly TrialEntry[],
  metric: Metric,
  by: string,
): string {
  const failed = points.filter(({ trial }) => trial.state === 'failed').length;
  const finished = points.filter((point) => point.isRanked).length;
  const missing = points.filter(({ trial }) => trial.state === 'finished' && trial.value === null);
  return sentences(
    `Best ${metric.name} so far by ${by}, over ${count(finished, 'finished trial')} of ${points.length}; ${betterText(metric.goal)}.`,
    bestText(bestFirst(shown, metric.goal)[0]),
    failed === 0 ? '' : `${failed} failed, and ${failed === 1 ? 'has' : 'have'} no place here.`,
    leftOutText(missing.length),
  );
}

function rowOf({ trial, x, best }: Point, by: string): SceneTable['rows'][number] {
  const { trial: id, number, state, epochs, value } = trial;
  return [id, number, state, by === 'trial' ? epochs : x, value, best];
}
