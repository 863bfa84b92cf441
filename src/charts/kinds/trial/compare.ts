import { finiteOrNull } from '../../../core/metrics/finite-or-null.js';
import type { CompareDocument } from '../../../results/documents/insight/compare.js';
import { rulerOf } from '../../axis.js';
import { defineChart } from '../../chart.js';
import { xAxisMarks } from '../../parts/axis-marks.js';
import { axisOver } from '../../parts/axis-of.js';
import { emptyScene } from '../../parts/empty.js';
import { layOut, type Plot } from '../../parts/plot.js';
import { whisker } from '../../parts/rows/whisker.js';
import { smoothed } from '../../parts/smoothed.js';
import { isLog, leftOutText, metricLabel, sentences } from '../../parts/words.js';
import type { Area, Color, Mark, Place } from '../../scene.js';
import { numberText } from '../../value-text.js';
import { differenceOf, differenceText } from './compare/difference.js';

/** Two trials: their curves, and by how much one is better. */
export const compare = defineChart({
  kind: 'compare',
  title: 'Two trials',
  summary: 'The curves of two trials, and their difference with its interval',
  of: 'trials',
  needs: ['compare'],
  frame: { width: 760, height: 420 },
  draw({ compare }, options, frame) {
    const { metric, goal, trials } = compare;
    const [one, other] = trials;
    const title = `Trials ${one.trial} and ${other.trial}: ${metric} by epoch`;
    const columns = ['epoch', `trial ${one.trial}`, `trial ${other.trial}`];
    const lines = trials.map((trial, k) => {
      const values = trial.curve.map(finiteOrNull);
      const color: Color = k === 0 ? 'accent' : 'series-1';
      return { trial, values, color, drawn: smoothed(values, options.smooth ?? 0) };
    });
    const longest = Math.max(...lines.map(({ values }) => values.length));
    const x = axisOver(
      Array.from({ length: longest }, (_, epoch) => epoch),
      { name: 'epoch', nice: false, zoom: options.zoom?.epoch },
    );
    const y = axisOver(
      lines.flatMap(({ drawn }) => drawn),
      {
        ...{ name: metric, label: metricLabel({ name: metric, goal }) },
        ...{ log: isLog(options, metric), zoom: options.zoom?.[metric] },
      },
    );
    if (!x || !y) return emptyScene(frame, title, 'Neither has reported an epoch yet.', columns);
    const legend = lines.map(({ trial, color }, k) => {
      const dash = k === 0 ? {} : { dash: 'dashed' as const };
      return { label: `trial ${trial.trial}, ${trial.state}`, color, as: 'line', ...dash } as const;
    });
    const difference = differenceOf(compare);
    const below = difference ? STRIP : 0;
    const plot = layOut(
      { width: frame.width, height: Math.max(120, frame.height - below) },
      { title, x, y, legend },
    );
    const strip =
      difference && frame.height >= 120 + STRIP ? stripOf(compare, plot, frame.height) : null;
    const missing = lines.flatMap(({ values }) => values).filter((value) => value === null).length;
    return {
      ...{ width: frame.width, height: frame.height, title },
      summary: sentences(
        ...lines.map(standingText(metric)),
        differenceText(compare),
        leftOutText(missing),
      ),
      areas: [plot.area, ...(strip ? [strip.area] : [])],
      marks: [
        ...plot.marks,
        ...lines.flatMap((line, k) => lineMarks(line, plot, k)),
        ...(strip?.marks ?? []),
      ],
      table: {
        columns,
        rows: Array.from({ length: longest }, (_, epoch) => {
          return [epoch, ...lines.map(({ values }) => values[epoch] ?? null)];
        }),
      },
    };
  },
});

/** Pixels for the difference below the curves. */
const STRIP = 84;

type Compared = CompareDocument['trials'][number];

function standingText(metric: CompareDocument['metric']) {
  return ({ trial }: { readonly trial: Compared }) => {
    const value = finiteOrNull(trial.metrics?.[metric]);
    const head = `Trial ${trial.trial}, ${trial.state}`;
    if (value === null) return `${head}: no value.`;
    return `${head}: ${metric} ${numberText(value)} at epoch ${trial.epoch}.`;
  };
}

function lineMarks(
  {
    trial,
    drawn,
    color,
  }: {
    readonly trial: Compared;
    readonly drawn: readonly (number | null)[];
    readonly color: Color;
  },
  { x, y }: Plot,
  k: number,
): readonly Mark[] {
  const places = drawn.map((value, epoch): Place | null => {
    const [left, top] = [x.place(epoch), y.place(value)];
    return left === null || top === null ? null : [left, top];
  });
  const of = { trial: trial.trial, title: `trial ${trial.trial}`, within: 0 };
  const dash = k === 0 ? {} : { dash: 'dashed' as const };
  const best = trial.epoch === null ? null : places[trial.epoch];
  const hollow = trial.state === 'finished' ? {} : { hollow: true };
  return [
    { kind: 'line', places, color, width: 2, ...dash, ...of },
    ...(best ? [{ kind: 'dot', place: best, color, radius: 4.5, ...hollow, ...of } as const] : []),
  ];
}

/** The difference around 0, over the whole width. */
function stripOf(
  compare: CompareDocument,
  { area }: Plot,
  bottom: number,
): { readonly area: Area; readonly marks: readonly Mark[] } | null {
  const difference = differenceOf(compare);
  if (!difference) return null;
  const { mean, margin, label, words } = difference;
  const most = Math.max(Math.abs(mean) + margin, 1e-6) * 1.1;
  const axis = axisOver([-most, most], { name: 'difference', label });
  if (!axis) return null;
  const own = {
    left: area.left,
    width: area.width,
    top: bottom - 66,
    height: 26,
    x: axis,
    y: null,
  };
  const x = rulerOf(axis, own.left, own.left + own.width, Math.max(3, Math.round(own.width / 100)));
  const [zero, at] = [x.place(0), x.place(mean)];
  const [low, high] = [x.clamped(mean - margin), x.clamped(mean + margin)];
  if (zero === null || at === null || low === null || high === null) return null;
  const middle = own.top + 13;
  const places = [[zero, own.top] as const, [zero, own.top + own.height] as const];
  const isSure = Math.abs(mean) > margin;
  return {
    area: own,
    marks: [
      ...xAxisMarks(own, axis, x),
      { kind: 'line', places, color: 'muted', width: 1, dash: 'dotted' },
      { ...whisker(low, high, middle, 'ink'), title: words },
      {
        ...{ kind: 'dot', place: [at, middle], color: 'ink', radius: 4.5, title: words },
        ...(isSure ? {} : { hollow: true }),
      },
    ],
  };
}
