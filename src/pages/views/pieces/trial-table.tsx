import { useMemo } from 'preact/hooks';
import { numberText, secondsText } from '../../../charts/value-text.js';
import { isCost } from '../../../core/metric.js';
import type { SweepDocument } from '../../../results/documents/live/sweep.js';
import type { TrialEntry, TrialsDocument } from '../../../results/documents/live/trials.js';
import { paramValue } from '../../../results/param-value.js';
import { toggleChosen } from '../../chosen.js';
import { StateMark } from '../../parts/state.js';
import { type Column, sortRows } from '../../parts/table/column.js';
import { Table } from '../../parts/table/table.js';
import { change, hrefOf, keptState, state } from '../../router.js';

/** Trials with what varies among them, in a box beneath their picture; a tick selects one. */
export function TrialTable({
  label,
  sweep,
  trials,
  rows,
}: {
  readonly label: string;
  readonly sweep: SweepDocument;
  readonly trials: TrialsDocument;
  readonly rows: readonly TrialEntry[];
}) {
  const { sort, chosen } = state.value;
  const columns = useMemo(() => columnsOf(sweep, trials), [sweep, trials.metric]);
  const sorted = useMemo(() => sortRows(rows, columns, sort), [rows, columns, sort]);
  return (
    <div class="beneath">
      <Table
        label={label}
        columns={columns}
        rows={sorted}
        keyOf={({ trial }) => trial}
        sort={sort}
        onSort={(next) => change({ sort: next })}
        rowClass={({ trial }) => (chosen.includes(trial) ? 'chosen' : '')}
        main
        hrefOf={(trial) => hrefOf(`/t/${trial}`, keptState())}
        onSelect={(trial) => toggleChosen(Number(trial))}
      />
    </div>
  );
}

function columnsOf(
  sweep: SweepDocument,
  { metric }: TrialsDocument,
): readonly Column<TrialEntry>[] {
  return [
    {
      id: 'chosen',
      title: '',
      about: 'Selected trials stand out in charts, and can be compared',
      cell: ({ trial }) => <Tick trial={trial} />,
    },
    {
      ...{ id: 'trial', title: 'trial', numeric: true, by: ({ trial }) => trial },
      cell: ({ trial }) => <a href={`/t/${trial}`}>{trial}</a>,
    },
    {
      ...{ id: 'state', title: 'state', by: ({ state: own }) => own },
      cell: ({ state: own }) => <StateMark state={own} />,
    },
    {
      ...{ id: metric, title: metric, numeric: true, largestFirst: sweep.goal === 'maximize' },
      ...{ by: ({ value }) => value, cell: ({ value }) => numberText(value) },
    },
    {
      ...{ id: 'epochs', title: 'epochs', numeric: true, by: ({ epochs }) => epochs },
      cell: ({ epochs }) => epochs,
    },
    {
      ...{ id: 'seconds', title: 'time', about: 'Its share of the time', numeric: true },
      ...{ by: ({ seconds }) => seconds, cell: ({ seconds }) => secondsText(seconds) },
    },
    ...sweep.objectives
      .filter(({ name }) => name !== metric)
      .map(({ name }): Column<TrialEntry> => {
        const value = ({ values }: TrialEntry) => values[name] ?? null;
        const text = (each: number | null) => numberText(each);
        return {
          ...{ id: name, title: name, numeric: true, largestFirst: !isCost(name) },
          ...{ by: value, cell: (row) => text(value(row)) },
        };
      }),
    ...sweep.parameters
      .filter(({ varies }) => varies)
      .map(({ name, scale }): Column<TrialEntry> => {
        const value = ({ params }: TrialEntry) =>
          Object.hasOwn(params, name) ? params[name] : undefined;
        return {
          ...{ id: `param ${name}`, title: name, numeric: scale !== 'category' },
          cell: (row) => <span title={paramValue(value(row), 15)}>{paramValue(value(row))}</span>,
          by: (row) => {
            const own = value(row);
            if (own === undefined) return null;
            return typeof own === 'number' ? own : paramValue(own);
          },
        };
      }),
  ];
}

function Tick({ trial }: { readonly trial: number }) {
  const isChosen = state.value.chosen.includes(trial);
  return (
    <input
      type="checkbox"
      aria-label={`Select trial ${trial}`}
      checked={isChosen}
      onChange={() => toggleChosen(trial)}
    />
  );
}
