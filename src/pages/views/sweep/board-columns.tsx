import { numberText, secondsText, valueText } from '../../../charts/value-text.js';
import type { Curve } from '../../../results/documents/live/curves.js';
import type { SweepDocument } from '../../../results/documents/live/sweep.js';
import { toggleChosen } from '../../chosen.js';
import { StateMark } from '../../parts/state.js';
import type { Column } from '../../parts/table/column.js';
import type { BoardRow } from './board-rows.js';
import { endsOf, Sparkline } from './sparkline.js';
import { Whisker, WhiskerTicks } from './whisker.js';
import { whiskerScale } from './whisker-scale.js';

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
  const scale = whiskerScale(rows, sweep.goal);
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
    ...(scale
      ? [
          {
            id: 'interval',
            title: '95 % interval',
            about: 'Where its value lies on new images; an arrow: beyond the scale',
            under: <WhiskerTicks scale={scale} />,
            cell: (row: BoardRow) => (
              <span title={row.interval ? intervalText(row.interval) : ''}>
                <Whisker {...{ row, scale }} />
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
              n === trials.length || trials.length === 1 ? n : `${n} of ${trials.length}`,
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
        numeric: isNumeric(rows, name),
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

/** Whether all that have it have a number. */
function isNumeric(rows: readonly BoardRow[], name: string): boolean {
  return rows.every(({ trial: { params } }) => {
    const value = Object.hasOwn(params, name) ? params[name] : null;
    return value === null || typeof value === 'number';
  });
}

function intervalText({ low, high }: { readonly low: number; readonly high: number }): string {
  return `${numberText(low)} to ${numberText(high)}`;
}

function sumSeconds(trials: BoardRow['trials']): number {
  return trials.reduce((sum, { seconds }) => sum + seconds, 0);
}
