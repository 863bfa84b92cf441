import { count } from '../../../core/words/numbers.js';
import type {
  ImportanceDocument,
  Interval,
} from '../../../results/documents/insight/importance.js';
import { defineChart } from '../../chart.js';
import { emptyScene } from '../../parts/empty.js';
import { layOutRows, type Rows, rowsIn } from '../../parts/rows/rows.js';
import { whisker } from '../../parts/rows/whisker.js';
import { sentences } from '../../parts/words.js';
import type { Axis, Mark } from '../../scene.js';
import { shortMiddle } from '../../value-text.js';

/** How much of what trials differ by each parameter makes. */
export const importance = defineChart({
  kind: 'importance',
  title: 'What matters',
  summary: 'How much of what trials differ by each parameter makes, with intervals',
  of: 'sweep',
  needs: ['importance'],
  frame: { width: 760, height: 360 },
  draw({ importance }, _, frame) {
    const { name, metric, why } = importance;
    const title = `${name}: what ${metric} depends on`;
    const all = entriesOf(importance);
    const entries = all.slice(0, rowsIn(frame));
    if (why !== null || entries.length === 0) {
      return emptyScene(frame, title, why ?? 'Nothing is known yet.', COLUMNS);
    }
    const most = Math.max(...entries.map(({ high }) => high), 0.05);
    const x: Axis = {
      ...{ kind: 'linear', name: 'share', label: 'share of the variance, with 95 % interval' },
      ...{ low: 0, high: Math.min(1, Math.ceil(most * 10) / 10) },
    };
    const plot = layOutRows(frame, { title, x, rows: entries });
    const [first] = entries;
    return {
      ...{ width: frame.width, height: frame.height, title },
      summary: sentences(
        `${shortMiddle(first!.label, 60)} makes the largest part of what ${metric} differs by: ${percent(first!)}.`,
        `Said of ${count(importance.points, 'finished point')}; the forest foretells ${Math.round(100 * (importance.r2 ?? 0))} % of what it did not see.`,
        all.length > entries.length
          ? `${count(all.length - entries.length, 'smaller share')} left out.`
          : '',
      ),
      areas: [plot.area],
      marks: [
        ...plot.under,
        ...plot.names,
        ...plot.shown.flatMap((each) => barOf(each.row, each.middle, plot)),
      ],
      table: {
        columns: COLUMNS,
        rows: entries.map(({ label, mean, low, high }) => [label, mean, low, high]),
      },
    };
  },
});

const COLUMNS = ['parameter', 'share', 'low', 'high'];

interface Entry extends Interval {
  readonly label: string;
  readonly isPair: boolean;
}

/** Parameters, and what pairs do beyond them where it is worth a bar; the largest first. */
function entriesOf({ parameters, pairs }: ImportanceDocument): readonly Entry[] {
  return [
    ...parameters.map((each): Entry => ({ ...each, label: each.parameter, isPair: false })),
    ...pairs
      .filter(({ mean }) => mean >= LEAST_PAIR)
      .map((each): Entry => ({ ...each, label: each.parameters.join(' and '), isPair: true })),
  ].toSorted((a, b) => b.mean - a.mean);
}

const LEAST_PAIR = 0.01;

function barOf(entry: Entry, middle: number, { x }: Rows<Entry>): readonly Mark[] {
  const [zero, mean, low, high] = [0, entry.mean, entry.low, entry.high].map((at) => x.clamped(at));
  if (zero == null || mean == null || low == null || high == null) return [];
  const title = `${entry.label}: ${percent(entry)}`;
  const place = { left: zero, top: middle - 5, width: Math.max(0.5, mean - zero), height: 10 };
  const color = entry.isPair ? 'muted' : 'accent';
  return [
    { kind: 'bar', ...place, color, opacity: 0.8, title },
    { ...whisker(low, high, middle, 'ink'), title },
  ];
}

function percent({ mean, low, high }: Interval): string {
  return `${Math.round(100 * mean)} % (${Math.round(100 * low)} to ${Math.round(100 * high)})`;
}
