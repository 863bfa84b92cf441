import { isCost, type Metric } from '../../../core/metric.js';
import { count } from '../../../core/words/numbers.js';
import { type ChartOptions, defineChart } from '../../chart.js';
import { axisOver } from '../../parts/axis-of.js';
import { emptyScene } from '../../parts/empty.js';
import { heading } from '../../parts/heading.js';
import { byLoss } from '../../parts/outcomes/by-loss.js';
import { nothingText, outcomesOf, type Valued } from '../../parts/outcomes/finished-trials.js';
import { scaledColor } from '../../parts/outcomes/scaled-color.js';
import { thinned } from '../../parts/outcomes/thinned.js';
import { bestWithText } from '../../parts/params/best-with.js';
import { dimensionAxis } from '../../parts/params/dimension-axis.js';
import { type Dimension, dimensionsOf } from '../../parts/params/dimensions.js';
import { trialTitle } from '../../parts/trials-shown.js';
import { isLog, metricShown, sentences } from '../../parts/words.js';
import type { Axis, Mark } from '../../scene.js';
import { inOrder, isBrushed, type Look, lineOf, markOf } from './parallel/lines.js';
import { brushMarks, labelMarks, railMarks } from './parallel/rail-marks.js';
import { placeRails } from './parallel/rails.js';
import { scaleMarks } from './parallel/scale-marks.js';

/** Every trial as a line through its parameters to what it came to. */
export const parallel = defineChart({
  kind: 'parallel',
  title: 'Parallel coordinates',
  summary: 'Each trial as a line through its parameters to its value',
  of: 'sweep',
  needs: ['sweep', 'trials'],
  frame: { width: 960, height: 460 },
  draw({ sweep, trials }, options, frame) {
    const metric = metricShown(sweep, trials);
    const title = `${sweep.name}: what ${metric.name} goes with`;
    const { brush = {} } = options;
    const own = dimensionsOf(sweep.parameters, trials.trials, options);
    const names = [...own.map(({ name }) => name), metric.name];
    const { shown, leftOut } = outcomesOf(trials.trials, options, metric, names);
    const columns = ['trial', 'state', ...names];
    const placed = own.flatMap((dimension) => {
      const axis = dimensionAxis(dimension, shown);
      return axis ? [{ dimension, axis }] : [];
    });
    const last = objectiveAxis(shown, metric, options);
    if (!last || placed.length === 0) {
      const why = last ? 'No parameter varies in this sweep.' : 'Nothing has finished yet.';
      return emptyScene(frame, title, nothingText(trials.trials, options, why), columns);
    }
    const dimensions = placed.map(({ dimension }) => dimension);
    const hasAbsent = shown.some((trial) => dimensions.some((each) => each.read(trial) === null));
    const head = heading(frame, title);
    const axes = [...placed.map(({ axis }) => axis), last];
    const rails = placeRails(frame, { dimensions, axes }, head.height, hasAbsent);
    const looks = looksOf(shown, dimensions, metric, options);
    const gray = looks.filter(({ color }) => color === null);
    const drawn = [...thinned(gray, MOST_GRAY), ...looks.filter(({ color }) => color !== null)];
    const varying = sweep.parameters.filter(({ varies }) => varies).map(({ name }) => name);
    const inside = shown.filter((trial) => isBrushed(trial, dimensions, metric, brush));
    return {
      ...{ width: frame.width, height: frame.height, title },
      summary: sentences(
        bestWithText(inside, dimensions, metric, Object.keys(brush).length > 0),
        inside.length < shown.length
          ? `${count(shown.length - inside.length, 'other')} are gray.`
          : '',
        leftOut,
        drawn.length < looks.length
          ? `Of ${count(gray.length, 'gray line')} ${MOST_GRAY} are drawn.`
          : '',
      ),
      areas: rails.rails.map(({ area }) => area),
      marks: [
        ...head.marks,
        ...railMarks(rails),
        ...inOrder(drawn, metric).map((look): Mark => {
          const { trial } = look;
          const of = { trial: trial.trial, title: trialTitle(trial, metric.name, varying) };
          return { ...markOf(look, lineOf(trial, dimensions, rails), drawn.length), ...of };
        }),
        ...scaleMarks(rails.rails.at(-1)!, shown, metric),
        ...brushMarks(rails, brush),
        ...labelMarks(rails),
      ],
      table: {
        columns,
        rows: inside.map((trial) => rowOf(trial, dimensions)),
      },
    };
  },
});

/** Lines in color at most: of more, the best. */
const MOST_COLORED = 2000;
/** Of those in color, where there are more than that. */
const TOP_OF_MANY = 200;
const MOST_GRAY = 4000;

function objectiveAxis(
  shown: readonly Valued[],
  metric: Metric,
  options: ChartOptions,
): Axis | null {
  const better = metric.goal === 'maximize' ? 'more is better' : 'less is better';
  return axisOver(
    shown.map(({ value }) => value),
    {
      name: metric.name,
      label: `${metric.name}: ${better}`,
      log: isLog(options, metric.name, isCost(metric.name)),
      // The best is on top, whichever way that is.
      reversed: metric.goal === 'minimize',
    },
  );
}

function looksOf(
  shown: readonly Valued[],
  dimensions: readonly Dimension[],
  metric: Metric,
  { brush = {}, chosen = [], top }: ChartOptions,
): readonly Look[] {
  const colorOf = scaledColor(
    shown.map(({ value }) => value),
    metric,
  );
  const inside = shown.filter((trial) => isBrushed(trial, dimensions, metric, brush));
  const most = top ?? (inside.length > MOST_COLORED ? TOP_OF_MANY : MOST_COLORED);
  const colored = new Set(inside.toSorted(byLoss(metric)).slice(0, most));
  return shown.map((trial) => ({
    trial,
    color: colored.has(trial) ? colorOf(trial.value) : null,
    isChosen: chosen.includes(trial.trial),
  }));
}

function rowOf(trial: Valued, dimensions: readonly Dimension[]) {
  return [trial.trial, trial.state, ...dimensions.map((each) => each.read(trial)), trial.value];
}
