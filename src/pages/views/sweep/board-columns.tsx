import { numberText, secondsText, valueText } from '../../../charts/value-text.js';
import type { Curve } from '../../../results/documents/live/curves.js';
import type { SweepDocument } from '../../../results/documents/live/sweep.js';
import { toggleChosen } from '../../chosen.js';
import { StateMark } from '../../parts/state.js';
import type { Column } from '../../parts/table/column.js';
import type { BoardRow } from './board-rows.js';
import { endsOf, Sparkline } from './sparkline.js';
import { Whisker } from './whisker.js';

export interface BoardData {
  readonly sweep: SweepDocument;
  readonly rows: readonly BoardRow[];
  /** By trial. */
  readonly curves: ReadonlyMap<number, Curve>;
  readonly chosen: readonly number[];
}

/** The board's columns: what every sweep has, then what differs between its trials. */
export function boardColumns({
  sweep,
  rows,
  curves,
  chosen,
}: BoardData): readonly Column<BoardRow>[] {
  const ends = endsOf([...curves.values()]);
  const reach = intervalEnds(rows);
  const repeats = rows.some(({ trials }) => trials.length > 1);
  return [
    {
      id: 'chosen',
      title: '',
      about: 'Selected, to compare',
      cell: ({ trial: { trial } }) => (
        <input
          type="checkbox"
          aria-label={`Select trial ${trial}`}
          checked={chosen.includes(trial)}
          onChange={() => toggleChosen(trial)}
        />
      ),
    },
    {
      id: 'rank',
      title: 'rank',
      about: 'All that cannot be told from the best have rank 1',
      numeric: true,
      cell: ({ rank, tied }) => (
        <span class="rank">
          {rank ?? '-'}
          {tied && <span class="unseen"> tied with the best</span>}
        </span>
      ),
      by: ({ rank }) => rank,
    },
    {
      id: 'trial',
      title: 'trial',
      numeric: true,
      cell: ({ trial: { trial } }) => <a href={`/t/${trial}`}>{trial}</a>,
      by: ({ trial: { trial } }) => trial,
    },
    {
      id: 'state',
      title: 'state',
      cell: ({ trial: { state } }) => <StateMark state={state} />,
      by: ({ trial: { state } }) => state,
    },
    {
      id: 'value',
      title: sweep.metric,
      about: sweep.goal === 'maximize' ? 'Higher is better' : 'Lower is better',
      numeric: true,
      cell: ({ value }) => numberText(value),
      by: ({ value }) => value,
      largestFirst: sweep.goal === 'maximize',
    },
    ...(reach
      ? [
          {
            id: 'interval',
            title: '95 %',
            about: 'Where its value lies on new images',
            cell: (row: BoardRow) => (
              <span title={row.interval ? intervalText(row.interval) : ''}>
                <Whisker row={row} {...reach} />
                {row.interval && <span class="unseen">{intervalText(row.interval)}</span>}
              </span>
            ),
            by: ({ interval }: BoardRow) => interval && interval.high - interval.low,
          },
        ]
      : []),
    ...(repeats
      ? [
          {
            id: 'n',
            title: 'runs',
            about: 'Finished runs of the recipe, whose mean its value is',
            numeric: true,
            cell: ({ n, trials }: BoardRow) =>
              n === trials.length ? n : `${n} of ${trials.length}`,
            by: ({ n }: BoardRow) => n,
            largestFirst: true,
          },
        ]
      : []),
    {
      id: 'curve',
      title: 'curve',
      cell: ({ trial: { trial } }) =>
        ends && <Sparkline curve={curves.get(trial)} epochs={sweep.epochs} {...ends} />,
    },
    {
      id: 'epochs',
      title: 'epochs',
      numeric: true,
      cell: ({ trial: { epochs } }) => epochs,
      by: ({ trial: { epochs } }) => epochs,
      largestFirst: true,
    },
    {
      id: 'seconds',
      title: 'time',
      about: 'Its share of the time so far',
      numeric: true,
      cell: ({ trials }) => secondsText(sumSeconds(trials)),
      by: ({ trials }) => sumSeconds(trials),
      largestFirst: true,
    },
    ...varying(sweep).map(
      ({ name }): Column<BoardRow> => ({
        id: `param.${name}`,
        title: name,
        cell: ({ trial: { params } }) => {
          const value = Object.hasOwn(params, name) ? params[name] : undefined;
          const exact = valueText(value);
          const text = typeof value === 'number' ? numberText(value) : exact;
          return (
            <span class="param" title={exact}>
              {text}
            </span>
          );
        },
        by: ({ trial: { params } }) => {
          const value = Object.hasOwn(params, name) ? params[name] : undefined;
          if (value === undefined || value === null) return null;
          return typeof value === 'number' ? value : valueText(value);
        },
      }),
    ),
  ];
}

/** Parameters that trials differ in. */
export function varying({ parameters }: SweepDocument) {
  return parameters.filter(({ varies }) => varies);
}

function intervalText({ low, high }: { readonly low: number; readonly high: number }): string {
  return `${numberText(low)} to ${numberText(high)}`;
}

function sumSeconds(trials: BoardRow['trials']): number {
  return trials.reduce((sum, { seconds }) => sum + seconds, 0);
}

function intervalEnds(rows: readonly BoardRow[]) {
  const known = rows.flatMap(({ interval }) => interval ?? []);
  if (known.length === 0) return null;
  const [low, high] = [known.map((each) => each.low), known.map((each) => each.high)];
  return { low: Math.min(...low), high: Math.max(...high) };
}
