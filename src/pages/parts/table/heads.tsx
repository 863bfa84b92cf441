import type { Sort } from '../../address/view-state.js';
import type { Column } from './column.js';

/** Titles of columns; a click on one sorts, a second the other way, a third not at all. */
export function Heads<Row>({
  columns,
  sort,
  onSort,
}: {
  readonly columns: readonly Column<Row>[];
  readonly sort: Sort | null;
  readonly onSort: ((sort: Sort | null) => void) | undefined;
}) {
  return (
    <thead>
      <tr>
        {columns.map((column) => {
          const own = sort?.column === column.id ? sort : null;
          const order = own ? (own.descending ? 'descending' : 'ascending') : undefined;
          return (
            <th
              key={column.id}
              scope="col"
              class={column.numeric ? 'number' : ''}
              aria-sort={order}
              title={column.about}
            >
              {column.by && onSort ? (
                <button type="button" onClick={() => onSort(nextSort(column, own))}>
                  {column.title}
                  <span aria-hidden="true">{own ? (own.descending ? ' ↓' : ' ↑') : ''}</span>
                </button>
              ) : (
                column.title
              )}
              {column.under}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

function nextSort<Row>({ id, largestFirst = false }: Column<Row>, own: Sort | null): Sort | null {
  if (own === null) return { column: id, descending: largestFirst };
  return own.descending === largestFirst ? { column: id, descending: !largestFirst } : null;
}
