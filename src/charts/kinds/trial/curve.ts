import type { MetricName } from '../../../core/metric.js';
import { finiteOrNull } from '../../../core/metrics/finite-or-null.js';
import { count } from '../../../core/words/numbers.js';
import type { TrialDocument } from '../../../results/documents/trial.js';
import { defineChart } from '../../chart.js';
import { axisOver } from '../../parts/axis-of.js';
import { emptyScene } from '../../parts/empty.js';
import { isInside } from '../../parts/is-inside.js';
import { layOut, type Plot } from '../../parts/plot.js';
import { smoothed } from '../../parts/smoothed.js';
import { betterText, isLog, leftOutText, sentences } from '../../parts/words.js';
import type { Color, Mark, Place } from '../../scene.js';
import { numberText } from '../../value-text.js';
import { sharedMarks, sharedText } from './curve/shared-epochs.js';

/** A trial's metric on the training and on the validation images, epoch by epoch. */
export const curve = defineChart({
  kind: 'curve',
  title: 'Learning curve',
  summary: "A trial's metric on training and validation images by epoch, its best one marked",
  of: 'trial',
  needs: ['trial'],
  frame: { width: 760, height: 360 },
  draw({ trial }, options, frame) {
    const metric = options.metric ?? trial.metric;
    const names = sidesOf(metric);
    const title = `${trial.name}, trial ${trial.trial}: ${metric} by epoch`;
    const columns = ['epoch', ...names, 'shared with'];
    const lines = names.map((name, k) => {
      const values = trial.reports.map((report) => finiteOrNull(report[name]));
      const color: Color = k === 0 ? 'accent' : 'series-1';
      return { name, color, values, drawn: smoothed(values, options.smooth ?? 0) };
    });
    const x = axisOver(
      trial.reports.map(({ epoch }) => epoch),
      { name: 'epoch', nice: false, zoom: options.zoom?.epoch },
    );
    const y = axisOver(
      lines.flatMap(({ drawn }) => drawn),
      { name: metric, log: isLog(options, metric), zoom: options.zoom?.[metric] },
    );
    if (!x || !y) return emptyScene(frame, title, whyNot(trial), columns);
    const hasShared = trial.reports.some((each) => each.shared_with !== null);
    const plot = layOut(frame, {
      ...{ title, x, y },
      legend: [
        ...lines.map(({ name, color }, k) => {
          const dash = k === 0 ? {} : { dash: 'dashed' as const };
          return { label: name, color, as: 'line', ...dash } as const;
        }),
        ...(hasShared
          ? [{ label: 'trained as another trial', color: 'grid', as: 'bar' } as const]
          : []),
      ],
    });
    const missing = lines.flatMap(({ values }) => values).filter((value) => value === null).length;
    return {
      ...{ width: frame.width, height: frame.height, title },
      summary: sentences(
        `${metric} of trial ${trial.trial}, ${trial.state}, over ${count(trial.reports.length, 'epoch')}.`,
        bestText(trial),
        sharedText(trial.reports),
        leftOutText(missing),
      ),
      areas: [plot.area],
      marks: [
        ...sharedMarks(trial.reports, plot),
        ...plot.marks,
        ...lines.toReversed().map(({ drawn, color, name }): Mark => {
          const places = trial.reports.map(({ epoch }, k) =>
            placeOf(plot, epoch, drawn[k] ?? null),
          );
          const dash = name === names[0] ? {} : { dash: 'dashed' as const };
          return { kind: 'line', places, color, width: 2, ...dash, within: 0 };
        }),
        ...bestMarks(trial, plot, lines[0]!),
      ],
      table: {
        columns,
        rows: trial.reports.map((report, k) => {
          const values = lines.map((line) => line.values[k] ?? null);
          return [report.epoch, ...values, report.shared_with];
        }),
      },
    };
  },
});

/** The metric, and the same of the other images where there is such a one. */
function sidesOf(metric: MetricName): readonly MetricName[] {
  switch (metric) {
    case 'val_loss':
    case 'train_loss':
      return ['val_loss', 'train_loss'];
    case 'val_accuracy':
    case 'train_accuracy':
      return ['val_accuracy', 'train_accuracy'];
    default:
      return [metric];
  }
}

function placeOf({ x, y }: Plot, epoch: number, value: number | null): Place | null {
  const [left, top] = [x.place(epoch), y.place(value)];
  return left === null || top === null ? null : [left, top];
}

function bestText({ best, metric, goal }: TrialDocument): string {
  if (!best) return '';
  return `Best ${metric}: ${numberText(best.value)} at epoch ${best.epoch}; ${betterText(goal)}.`;
}

function bestMarks(
  { best, metric, reports }: TrialDocument,
  plot: Plot,
  line: { readonly name: MetricName; readonly drawn: readonly (number | null)[] },
): readonly Mark[] {
  if (!best || line.name !== metric) return [];
  const at = reports.findIndex(({ epoch }) => epoch === best.epoch);
  const place = placeOf(plot, best.epoch, line.drawn[at] ?? null);
  if (!place) return [];
  const { left, width, top, height } = plot.area;
  // A zoom may have left it outside.
  if (!isInside(place, plot.area)) return [];
  const isLeft = place[0] < left + width / 2;
  // Where lines seldom are: below a maximum, above a minimum, unless that is outside.
  const below = place[1] < top + height / 2;
  const beside = [place[0] + (isLeft ? 7 : -7), place[1] + (below ? 18 : -10)] as const;
  const text = `best: ${numberText(best.value)} at epoch ${best.epoch}`;
  return [
    { kind: 'dot', place, color: 'accent', radius: 5 },
    { kind: 'text', text, place: beside, anchor: isLeft ? 'start' : 'end', bold: true },
  ];
}

function whyNot({ reports, state }: TrialDocument): string {
  if (reports.length > 0) return 'No value is a number.';
  if (state === 'failed') return 'The trial failed before its first epoch ended.';
  return 'No epoch has been reported yet.';
}
