import { count } from '../../../core/words/numbers.js';
import type { ImportanceDocument } from '../../../results/documents/insight/importance.js';
import { defineChart } from '../../chart.js';
import { axisOver } from '../../parts/axis-of.js';
import { emptyScene } from '../../parts/empty.js';
import { layOutRows, type Rows, rowsIn } from '../../parts/rows/rows.js';
import { whisker } from '../../parts/rows/whisker.js';
import { sentences } from '../../parts/words.js';
import type { Mark } from '../../scene.js';
import { numberText, shortMiddle, valueText } from '../../value-text.js';

/** What one value of a parameter gives over another, all else equal. */
export const effects = defineChart({
  kind: 'effects',
  title: 'Effects',
  summary: 'What one value of a parameter gives over another, all else equal, with margins',
  of: 'sweep',
  needs: ['importance'],
  frame: { width: 760, height: 560 },
  draw({ importance }, _, frame) {
    const { name, metric } = importance;
    const title = `${name}: what values give over others`;
    const all = importance.effects.map(entryOf);
    if (all.length === 0) {
      const why =
        'No two values of a parameter can be compared: that takes five pairs of finished points that differ in it alone.';
      return emptyScene(frame, title, why, COLUMNS);
    }
    const largest = all.toSorted((a, b) => b.gain - a.gain).slice(0, rowsIn(frame));
    const entries = all.filter((entry) => largest.includes(entry));
    const ends = entries.flatMap(({ gain, margin }) => [gain - margin, gain + margin]);
    const x = axisOver([0, ...ends], {
      name: 'gain',
      label: `better by, in ${metric}, with 95 % interval`,
    });
    if (!x) return emptyScene(frame, title, 'Nothing is known yet.', COLUMNS);
    const plot = layOutRows(frame, {
      ...{ title, x, rows: entries },
      legend: [
        { label: 'all else equal', color: 'accent', as: 'dot' },
        ...(entries.some(({ isTuned }) => isTuned)
          ? [
              {
                label: 'each at its best learning rate',
                color: 'series-1',
                as: 'dot',
                shape: 'square',
              } as const,
            ]
          : []),
      ],
    });
    const sure = entries.filter(({ gain, margin }) => gain - margin > 0);
    const [first] = sure.toSorted((a, b) => b.gain - a.gain);
    return {
      ...{ width: frame.width, height: frame.height, title },
      summary: sentences(
        `${sure.length} of ${count(entries.length, 'comparison')} can be told from 0.`,
        first
          ? `The largest: ${first.words} gives ${numberText(first.gain)} ± ${numberText(first.margin)} in ${metric}.`
          : '',
        all.length > entries.length
          ? `${count(all.length - entries.length, 'smaller one')} left out.`
          : '',
      ),
      areas: [plot.area],
      marks: [
        ...plot.under,
        ...zeroMarks(plot),
        ...plot.names,
        ...plot.shown.flatMap((each) => marksOf(each.row, each.middle, plot)),
      ],
      table: {
        columns: COLUMNS,
        rows: entries.map(({ parameter, better, worse, gain, margin, pairs, over }) => {
          return [parameter, better, worse, gain, margin, pairs, over];
        }),
      },
    };
  },
});

const COLUMNS = ['parameter', 'better', 'worse', 'gain', 'margin', 'pairs', 'over'];

type Effect = ImportanceDocument['effects'][number];

interface Entry extends Omit<Effect, 'better' | 'worse'> {
  readonly better: string;
  readonly worse: string;
  readonly label: string;
  readonly words: string;
  readonly isTuned: boolean;
}

function entryOf(effect: Effect): Entry {
  const isTuned = effect.over === 'best_learning_rate';
  const [better, worse] = [shown(effect.better), shown(effect.worse)];
  const words = `${shortMiddle(effect.parameter, 40)} ${shortMiddle(better, 40)} over ${shortMiddle(worse, 40)}`;
  const label = `${effect.parameter}: ${better} over ${worse}`;
  return { ...effect, better, worse, isTuned, words, label };
}

/** Values of several parameters that change together are a list; none is there as null. */
function shown(value: Effect['better']): string {
  return value === null ? 'without it' : valueText(value);
}

function zeroMarks({ area, x }: Rows<Entry>): readonly Mark[] {
  const zero = x.place(0);
  if (zero === null) return [];
  const places = [[zero, area.top] as const, [zero, area.top + area.height] as const];
  return [{ kind: 'line', places, color: 'muted', width: 1 }];
}

function marksOf(entry: Entry, middle: number, { x }: Rows<Entry>): readonly Mark[] {
  const { gain, margin, label, isTuned } = entry;
  const [low, mean, high] = [gain - margin, gain, gain + margin].map((value) => x.clamped(value));
  if (low == null || mean == null || high == null) return [];
  const isSure = gain - margin > 0;
  const color = isTuned ? 'series-1' : 'accent';
  const title = `${label}: better by ${numberText(gain)} ± ${numberText(margin)}, ${entry.pairs} pairs`;
  return [
    { ...whisker(low, high, middle, color), opacity: isSure ? 1 : 0.6, title },
    {
      ...{ kind: 'dot', place: [mean, middle], color, radius: 4, title },
      ...(isTuned ? { shape: 'square' } : {}),
      // What cannot be told from 0.
      ...(isSure ? {} : { hollow: true }),
    },
  ];
}
