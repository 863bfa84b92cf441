import { sum } from '../../core/lists/sum.js';
import { endedCount } from '../../core/trial-state.js';
import { grouped } from '../../core/words/numbers.js';
import type { SweepSummary } from '../data/live/known.js';
import { useSweeps } from '../data/use-trials.js';
import { Awaited, Empty } from '../parts/notices.js';
import { StateBar, SweepMark } from '../parts/state.js';
import { type Column, sortRows } from '../parts/table/column.js';
import { Table } from '../parts/table/table.js';
import { dateText } from '../parts/words.js';
import { change, state } from '../router.js';
import { BestOf } from './sweep/best-of.js';
import type { ViewDef } from './view-def.js';

export const sweepsView: ViewDef = { path: '/', title: 'Sweeps', key: 's', component: Sweeps };

function Sweeps() {
  const { sort } = state.value;
  return (
    <>
      <h1>Sweeps</h1>
      <Awaited answer={useSweeps()}>
        {(sweeps) =>
          sweeps.length === 0 ? (
            <Empty>
              No sweep has run yet. <code>thaw run FILE</code> begins one, and it appears here by
              itself.
            </Empty>
          ) : (
            <Table
              main
              label="Sweeps"
              columns={columns}
              rows={sortRows(sweeps, columns, sort)}
              keyOf={({ sweep }) => sweep}
              sort={sort}
              onSort={(next) => change({ sort: next })}
              hrefOf={(sweep) => `/s/${sweep}`}
            />
          )
        }
      </Awaited>
    </>
  );
}

const columns: readonly Column<SweepSummary>[] = [
  {
    id: 'name',
    title: 'sweep',
    cell: ({ sweep, name }) => (
      <a href={`/s/${sweep}`}>
        <span class="id">{sweep}</span> {name}
      </a>
    ),
    by: ({ name }) => name,
  },
  {
    id: 'state',
    title: 'state',
    cell: (sweep) => <SweepMark state={sweep.state} rests={sweep.rests} />,
    by: ({ state: own }) => own,
  },
  {
    id: 'trials',
    title: 'trials',
    cell: ({ trials }) => (
      <span class="progress">
        <StateBar counts={trials} />
        {grouped(endedCount(trials))} of {grouped(sum(Object.values(trials)))}
      </span>
    ),
    by: ({ trials }) => sum(Object.values(trials)),
    largestFirst: true,
  },
  {
    id: 'best',
    title: 'best',
    cell: (sweep) => <BestOf sweep={sweep} />,
  },
  { id: 'metric', title: 'metric', cell: ({ metric }) => metric, by: ({ metric }) => metric },
  {
    id: 'created',
    title: 'begun',
    cell: ({ created_at }) => <time dateTime={created_at}>{dateText(created_at)}</time>,
    by: ({ created_at }) => created_at,
    largestFirst: true,
  },
];
