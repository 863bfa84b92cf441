import { isCost, type Metric, toLoss } from '../../../core/metric.js';
import { count } from '../../../core/words/numbers.js';
import { defineChart } from '../../chart.js';
import { axisOver } from '../../parts/axis-of.js';
import { emptyScene } from '../../parts/empty.js';
import { heading } from '../../parts/heading.js';
import { nothingText, outcomesOf, type Valued } from '../../parts/outcomes/finished-trials.js';
import { thinned } from '../../parts/outcomes/thinned.js';
import { placePanels } from '../../parts/panels/place-panels.js';
import { bestWithText } from '../../parts/params/best-with.js';
import { dimensionAxis } from '../../parts/params/dimension-axis.js';
import { dimensionsOf } from '../../parts/params/dimensions.js';
import { withListed } from '../../parts/params/listed-ticks.js';
import { trialTitle } from '../../parts/trials-shown.js';
import { isLog, metricShown, sentences } from '../../parts/words.js';
import type { Color } from '../../scene.js';
import { numberText, shortMiddle, valueText } from '../../value-text.js';
import { cellMarks, type Slice } from './slice/cell-marks.js';
import { groupsOf } from './slice/groups.js';

/** What trials came to by each of their parameters. */
export const slice = defineChart({
  kind: 'slice',
  title: 'Slices',
  summary: 'What trials came to, by each parameter; of listed values the median and quartiles',
  of: 'sweep',
  needs: ['sweep', 'trials'],
  frame: { width: 960, height: 520 },
  draw({ sweep, trials }, options, frame) {
    const metric = metricShown(sweep, trials);
    const title = `${sweep.name}: ${metric.name} by parameter`;
    const all = dimensionsOf(sweep.parameters, trials.trials, options);
    const { shown, leftOut } = outcomesOf(trials.trials, options, metric, [metric.name]);
    const columns = ['trial', 'state', ...all.map(({ name }) => name), metric.name];
    const placed = all.flatMap((dimension) => {
      const x = dimensionAxis(dimension, shown);
      return x ? [{ dimension, x }] : [];
    });
    const y = axisOver(
      shown.map(({ value }) => value),
      {
        name: metric.name,
        label: '',
        log: isLog(options, metric.name, isCost(metric.name)),
      },
    );
    if (!y || placed.length === 0) {
      const why = y ? 'No parameter varies in this sweep.' : 'Nothing has finished yet.';
      return emptyScene(frame, title, y ? why : nothingText(trials.trials, options, why), columns);
    }
    const head = heading(frame, title);
    const axes = placed.map((each) => each.x);
    const panels = placePanels(frame, head.height + 6, axes, y);
    const slices = panels.map((panel, k): Slice => {
      const { dimension } = placed[k]!;
      return { ...panel, dimension, x: withListed(panel.x, dimension, 26) };
    });
    const varying = sweep.parameters.filter(({ varies }) => varies).map(({ name }) => name);
    const opacity = Math.max(0.2, Math.min(0.8, 12 / Math.sqrt(shown.length)));
    const looks = new Map(
      shown.map((trial) => {
        const isChosen = options.chosen?.includes(trial.trial) ?? false;
        const of = { trial: trial.trial, title: trialTitle(trial, metric.name, varying) };
        const color: Color = isChosen ? 'series-1' : 'accent';
        const look = { color, radius: isChosen ? 5 : 2.5, opacity: isChosen ? 1 : opacity };
        const hollow = trial.state === 'finished' ? {} : { hollow: true };
        return [trial, { ...look, ...hollow, ...of }] as const;
      }),
    );
    const dimensions = slices.map(({ dimension }) => dimension);
    const hidden = placed.length - slices.length;
    const drawn = thinned(shown, Math.ceil(MOST_DOTS / slices.length));
    return {
      ...{ width: frame.width, height: frame.height, title },
      summary: sentences(
        bestWithText(shown, dimensions, metric, false),
        medianText(slices, shown, metric),
        leftOut,
        drawn.length < shown.length
          ? `Dots are those of ${count(drawn.length, 'trial')}, evenly chosen; medians are of all.`
          : '',
        hidden > 0 ? `There is no room for ${count(hidden, 'more parameter')}.` : '',
      ),
      areas: slices.map(({ area }) => area),
      marks: [
        ...head.marks,
        ...slices.flatMap((each) =>
          cellMarks(each, { all: shown, drawn }, (trial) => looks.get(trial)!),
        ),
      ],
      table: {
        columns,
        rows: shown.map((trial) => {
          const values = all.map((dimension) => dimension.read(trial));
          return [trial.trial, trial.state, ...values, trial.value];
        }),
      },
    };
  },
});

/** Of all small charts together. */
const MOST_DOTS = 6000;

/** Of each parameter with listed values, the one whose median is best. */
function medianText(slices: readonly Slice[], shown: readonly Valued[], metric: Metric): string {
  const best = slices.flatMap(({ dimension }) => {
    const groups = groupsOf(dimension, shown);
    if (groups.length < 2) return [];
    const [first] = groups.toSorted((a, b) => toLoss(a.median, metric) - toLoss(b.median, metric));
    const value = shortMiddle(valueText(first!.value), 40);
    return [`${shortMiddle(dimension.name, 40)} ${value} (${numberText(first!.median)})`];
  });
  return best.length === 0 ? '' : `Best by their medians: ${best.join(', ')}.`;
}
