import { useMemo } from 'preact/hooks';
import { grouped } from '../../../core/words/numbers.js';
import type { LookDocument } from '../../../results/documents/looking/look.js';
import { type ClassCount, classCounts, countsTotal } from '../../models/class-counts.js';
import { type Column, sortRows } from '../../parts/table/column.js';
import { Table } from '../../parts/table/table.js';
import { change, state } from '../../router.js';

/** How many images each class has in each split. */
export function Counts({ look }: { readonly look: LookDocument }) {
  const { sort } = state.value;
  const rows = useMemo(() => classCounts(look), [look]);
  const columns = useMemo(() => columnsOf(rows), [rows]);
  const total = countsTotal(look);
  return (
    <section>
      <h2>Classes</h2>
      <p>
        {grouped(total.train)} images to train, {grouped(total.val)} to validate
        {total.test === null ? '; there is no test split.' : `, ${grouped(total.test)} to test.`}
      </p>
      <Table
        label="Images of each class"
        columns={columns}
        rows={sortRows(rows, columns, sort)}
        keyOf={({ place }) => place}
        sort={sort}
        onSort={(next) => change({ sort: next })}
      />
    </section>
  );
}

function columnsOf(rows: readonly ClassCount[]): readonly Column<ClassCount>[] {
  const most = Math.max(1, ...rows.map(({ train }) => train));
  return [
    { id: 'class', title: 'class', by: ({ name }) => name, cell: ({ name }) => name },
    {
      ...{ id: 'train', title: 'train', numeric: true, by: ({ train }) => train },
      cell: ({ train }) => grouped(train),
    },
    { id: 'bar', title: '', cell: ({ train }) => <Bar share={train / most} /> },
    {
      ...{ id: 'val', title: 'val', numeric: true, by: ({ val }) => val },
      cell: ({ val }) => grouped(val),
    },
    {
      ...{ id: 'test', title: 'test', numeric: true, by: ({ test }) => test },
      cell: ({ test }) => (test === null ? '-' : grouped(test)),
    },
  ];
}

function Bar({ share }: { readonly share: number }) {
  return (
    <svg class="count-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect width={100 * share} height="10" />
    </svg>
  );
}
