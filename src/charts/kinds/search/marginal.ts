import { count } from '../../../core/words/numbers.js';
import type { ImportanceDocument } from '../../../results/documents/insight/importance.js';
import { defineChart } from '../../chart.js';
import { axisOver } from '../../parts/axis-of.js';
import { emptyScene } from '../../parts/empty.js';
import { heading } from '../../parts/heading.js';
import { placePanels } from '../../parts/panels/place-panels.js';
import { betterText, isLog, sentences } from '../../parts/words.js';
import { numberText, shortMiddle } from '../../value-text.js';
import { type Marginal, marginalOf } from './marginal/marginal-of.js';
import { marginalMarks } from './marginal/panel-of.js';

/** What is to be expected at each value of a parameter, all else at random. */
export const marginal = defineChart({
  kind: 'marginal',
  title: 'Expected values',
  summary: 'What is to be expected at each value of a parameter, all else at random',
  of: 'sweep',
  needs: ['sweep', 'importance'],
  frame: { width: 960, height: 440 },
  draw({ sweep, importance }, options, frame) {
    const { metric, goal, why } = importance;
    const title = `${sweep.name}: ${metric} to be expected, all else at random`;
    const all = importance.parameters.flatMap((each) =>
      marginalOf(each, sweep.parameters, options),
    );
    const ends = all.flatMap(({ points }) => points.flatMap(({ low, high }) => [low, high]));
    const y = axisOver(ends, { name: metric, label: '', log: isLog(options, metric) });
    if (why !== null || !y)
      return emptyScene(frame, title, why ?? 'Nothing is known yet.', COLUMNS);
    const head = heading(frame, title);
    const axes = all.map(({ axis }) => axis);
    const panels = placePanels(frame, head.height + 6, axes, y);
    const placed = all.slice(0, panels.length);
    return {
      ...{ width: frame.width, height: frame.height, title },
      summary: sentences(
        ...placed.slice(0, 3).map((each) => bestText(each, goal)),
        `Foretold by a forest over ${count(importance.points, 'finished point')}; ${betterText(goal)}.`,
        all.length > placed.length
          ? `There is no room for ${count(all.length - placed.length, 'more parameter')}.`
          : '',
      ),
      areas: panels.map(({ area }) => area),
      marks: [...head.marks, ...placed.flatMap((each, k) => marginalMarks(each, panels[k]!))],
      table: {
        columns: COLUMNS,
        rows: all.flatMap(({ name, points }) =>
          points.map(({ value, mean, low, high }) => [name, value, mean, low, high]),
        ),
      },
    };
  },
});

const COLUMNS = ['parameter', 'value', 'expected', 'low', 'high'];

function bestText({ name, points }: Marginal, goal: ImportanceDocument['goal']): string {
  const sign = goal === 'maximize' ? -1 : 1;
  const [best] = points.toSorted((a, b) => sign * (a.mean - b.mean));
  if (!best) return '';
  const value =
    typeof best.value === 'number' ? numberText(best.value) : shortMiddle(best.value, 40);
  return `Best along ${shortMiddle(name, 40)} at ${value}: ${numberText(best.mean)} (${numberText(best.low)} to ${numberText(best.high)}).`;
}
