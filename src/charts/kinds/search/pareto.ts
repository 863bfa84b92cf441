import { isCost, type MetricName } from '../../../core/metric.js';
import type { Objective } from '../../../core/study/objective.js';
import { allOf } from '../../../core/words/all-of.js';
import { count } from '../../../core/words/numbers.js';
import type { ParetoDocument } from '../../../results/documents/insight/pareto.js';
import { type ChartOptions, defineChart } from '../../chart.js';
import { axisOver } from '../../parts/axis-of.js';
import { emptyScene } from '../../parts/empty.js';
import { layOut, type Plot } from '../../parts/plot.js';
import { trialsShown } from '../../parts/trials-shown.js';
import { isLog, metricLabel, sentences } from '../../parts/words.js';
import type { Mark, Place } from '../../scene.js';
import { numberText } from '../../value-text.js';

/** Two objectives against each other, and the trials that none beats in both. */
export const pareto = defineChart({
  kind: 'pareto',
  title: 'Pareto front',
  summary: 'Two objectives against each other (-x, -y), and the trials that none beats',
  of: 'sweep',
  needs: ['sweep', 'trials', 'pareto'],
  frame: { width: 760, height: 440 },
  draw({ sweep, trials, pareto }, options, frame) {
    const axes = axesOf(pareto.objectives, options);
    const columns = ['trial', 'front', 'feasible', ...pareto.objectives.map(({ name }) => name)];
    if (!axes) {
      const title = `${sweep.name}: Pareto front`;
      const why = 'A front takes two objectives; this sweep compares its trials by one.';
      return emptyScene(frame, title, why, columns);
    }
    const title = `${sweep.name}: ${axes.y.name} against ${axes.x.name}`;
    const names = [axes.x.name, axes.y.name];
    const asked = trialsShown(trials.trials, options, sweep.metric, names);
    const ids = new Set(asked.map(({ trial }) => trial));
    const points = pareto.trials.filter(({ trial }) => ids.has(trial));
    const axis = ({ name, goal }: Objective) =>
      axisOver(
        points.flatMap(({ values }) => roomAround(values[name])),
        {
          name,
          label: metricLabel({ name, goal }),
          log: isLog(options, name, isCost(name)),
          zoom: options.zoom?.[name],
        },
      );
    const [x, y] = [axis(axes.x), axis(axes.y)];
    if (!x || !y) return emptyScene(frame, title, 'Nothing has finished yet.', columns);
    const front = points.filter((point) => point.front);
    const outside = points.filter((point) => !point.feasible);
    const plot = layOut(frame, {
      ...{ title, x, y },
      legend: [
        { label: 'front', color: 'accent', as: 'dot', shape: 'diamond' },
        { label: 'beaten in both', color: 'muted', as: 'dot' },
        ...(outside.length > 0
          ? [{ label: 'outside bounds', color: 'muted', as: 'dot', hollow: true } as const]
          : []),
      ],
    });
    const placed = points.flatMap((point): readonly Placed[] => {
      const place = placeOf(plot, point.values[axes.x.name], point.values[axes.y.name]);
      return place ? [{ point, place }] : [];
    });
    const two = pareto.objectives.length === 2;
    return {
      ...{ width: frame.width, height: frame.height, title },
      summary: sentences(
        `${count(front.length, 'trial')} of ${points.length} ${front.length === 1 ? 'is' : 'are'} on the front of ${allOf(pareto.objectives.map(({ name }) => name))}.`,
        endsText(front, axes),
        two ? '' : 'The front is that of all objectives, of which two are shown.',
        outside.length > 0 ? `${count(outside.length, 'trial')} outside bounds.` : '',
        pareto.unknown > 0
          ? `${count(pareto.unknown, 'finished trial')} without a value ${pareto.unknown === 1 ? 'is' : 'are'} left out.`
          : '',
        otherStates(trials.trials.length - pareto.trials.length - pareto.unknown),
      ),
      areas: [plot.area],
      marks: [
        ...plot.marks,
        ...boundMarks(plot, axes),
        ...(two ? stairs(placed, axes.x) : []),
        ...placed.toReversed().map((each) => dotOf(each, axes, options.chosen ?? [])),
      ],
      table: {
        columns,
        rows: placed.map(({ point }) => {
          const values = pareto.objectives.map(({ name }) => point.values[name] ?? null);
          return [point.trial, String(point.front), String(point.feasible), ...values];
        }),
      },
    };
  },
});

type Point = ParetoDocument['trials'][number];

interface Placed {
  readonly point: Point;
  readonly place: Place;
}

interface Axes {
  readonly x: Objective;
  readonly y: Objective;
}

/** The first objective is up, the second along, unless others are asked for; null: there is but one. */
function axesOf(
  objectives: readonly Objective[],
  asked: Pick<ChartOptions, 'x' | 'y'>,
): Axes | null {
  const named = (name: string | undefined) => objectives.find((each) => each.name === name);
  const y = named(asked.y) ?? objectives.find((each) => each !== named(asked.x));
  const x = named(asked.x) ?? objectives.find((each) => each !== y);
  return x && y && x !== y ? { x, y } : null;
}

/** So that no mark lies on an axis where that begins with it. */
function roomAround(value: number | undefined): readonly number[] {
  return value === undefined ? [] : [value * 0.97, value * 1.03];
}

function placeOf({ x, y }: Plot, atX: number | undefined, atY: number | undefined): Place | null {
  const [left, top] = [x.place(atX), y.place(atY)];
  return left === null || top === null ? null : [left, top];
}

/** From the better end of x: each trial's y holds until the next that has a better one. */
function stairs(placed: readonly Placed[], x: Objective): readonly Mark[] {
  const front = placed.filter(({ point }) => point.front);
  if (front.length < 2) return [];
  const sign = x.goal === 'minimize' ? 1 : -1;
  const places = front.map(({ place }) => place).toSorted((a, b) => sign * (a[0] - b[0]));
  return [
    { kind: 'line', places, color: 'accent', width: 1.5, stepped: true, opacity: 0.8, within: 0 },
  ];
}

function dotOf({ point, place }: Placed, axes: Axes, chosen: readonly number[]): Mark {
  const isChosen = chosen.includes(point.trial);
  const values = [axes.y.name, axes.x.name].map((name) => `${name} ${text(point, name)}`);
  const of = { trial: point.trial, within: 0, title: `trial ${point.trial}, ${values.join(', ')}` };
  if (point.front) {
    const looks = { shape: 'diamond', radius: isChosen ? 7 : 5 } as const;
    return { kind: 'dot', place, color: isChosen ? 'series-1' : 'accent', ...looks, ...of };
  }
  return {
    ...{ kind: 'dot', place, ...of, radius: isChosen ? 5 : 3 },
    ...(isChosen ? { color: 'series-1' } : { color: 'muted', opacity: 0.55 }),
    ...(point.feasible ? {} : { hollow: true }),
  };
}

/** What trials must keep to. */
function boundMarks({ area, x, y }: Plot, axes: Axes): readonly Mark[] {
  const [right, bottom] = [area.left + area.width, area.top + area.height];
  const looks = { kind: 'line', color: 'bad', width: 1, dash: 'dashed', within: 0 } as const;
  const along = (value: number | undefined): Mark[] => {
    const at = x.place(value);
    return at === null
      ? []
      : [
          {
            ...looks,
            places: [
              [at, area.top],
              [at, bottom],
            ],
          },
        ];
  };
  const up = (value: number | undefined): Mark[] => {
    const at = y.place(value);
    return at === null
      ? []
      : [
          {
            ...looks,
            places: [
              [area.left, at],
              [right, at],
            ],
          },
        ];
  };
  const bounds = [...[axes.x.min, axes.x.max].map(along), ...[axes.y.min, axes.y.max].map(up)];
  return bounds.flat();
}

function endsText(front: readonly Point[], { x, y }: Axes): string {
  const bestBy = ({ name, goal }: Objective) =>
    front.reduce<Point | undefined>((best, point) => {
      const [value, than] = [point.values[name], best?.values[name]];
      if (value === undefined) return best;
      if (than === undefined) return point;
      return (goal === 'maximize' ? value > than : value < than) ? point : best;
    }, undefined);
  return [y, x]
    .flatMap((objective) => {
      const best = bestBy(objective);
      if (!best) return [];
      return `Best ${objective.name}: ${text(best, objective.name)}, trial ${best.trial}.`;
    })
    .join(' ');
}

function text({ values }: Point, name: MetricName): string {
  return numberText(values[name] ?? null);
}

function otherStates(trials: number): string {
  if (trials <= 0) return '';
  return `${count(trials, 'trial')} that did not finish ${trials === 1 ? 'is' : 'are'} left out.`;
}
