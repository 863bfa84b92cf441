import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Sort } from '../../address/view-state.js';
import type { Column } from './column.js';
import { Heads } from './heads.js';
import { useRows } from './use-rows.js';
import { windowOf } from './window.js';

/** Pixels: `main.css` gives rows this height. */
const ROW = 30;
/** More rows than these scroll in a box of their own, of which only what is seen is made. */
const MOST_WHOLE = 80;

export interface TableProps<Row> {
  /** What it is a table of. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  /** In order. */
  readonly rows: readonly (Row | GroupRow)[];
  readonly keyOf: (row: Row) => number | string;
  readonly sort?: Sort | null;
  readonly onSort?: (sort: Sort | null) => void;
  readonly rowClass?: (row: Row) => string;
  /** The page's own: keys walk its rows. */
  readonly main?: boolean;
  /** Where Enter on a row leads. */
  readonly hrefOf?: (key: number | string) => string | undefined;
  readonly onSelect?: (key: number | string) => void;
}

/** A line above the rows of a group. */
export interface GroupRow {
  readonly group: string;
  readonly text: string;
}

/**
 * A table that keeps its place: rows that come above what is seen do not move it, and of thousands of
 * rows it makes only those in view.
 */
export function Table<Row>(props: TableProps<Row>) {
  const {
    label,
    columns,
    rows,
    keyOf,
    sort = null,
    onSort,
    main = false,
    hrefOf,
    onSelect,
  } = props;
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const isLong = rows.length > MOST_WHOLE;
  const { from, to } = isLong ? windowOf(top, rows.length) : { from: 0, to: rows.length };
  const anchorKey = (row: Row | GroupRow) => (isGroup(row) ? `group ${row.group}` : keyOf(row));
  useAnchor(isLong ? top : 0, rows, anchorKey, (to) => {
    if (!box.current) return;
    box.current.scrollTop = to;
    // At once: the box tells of it a frame later, by when rows may have come above it again.
    setTop(box.current.scrollTop);
  });
  const current = useRows(main, {
    keys: main ? rows.map((row) => (isGroup(row) ? null : keyOf(row))) : [],
    ...{ hrefOf, onSelect },
    reveal: (at) => reveal(box.current, isLong, at),
  });

  return (
    <section
      ref={box}
      class={isLong ? 'table-box long' : 'table-box'}
      tabIndex={0}
      aria-label={label}
      onScroll={isLong ? ({ currentTarget }) => setTop(currentTarget.scrollTop) : undefined}
    >
      <table aria-rowcount={rows.length + 1}>
        <Heads columns={columns} sort={sort} onSort={onSort} />
        <tbody>
          <Spacer rows={from} columns={columns.length} />
          {rows.slice(from, to).map((row, at) =>
            isGroup(row) ? (
              <tr key={`group ${row.group}`} class="group" aria-rowindex={from + at + 2}>
                <th scope="rowgroup" colSpan={columns.length}>
                  {row.text}
                </th>
              </tr>
            ) : (
              <BodyRow
                key={keyOf(row)}
                {...{ row, columns }}
                at={from + at}
                id={keyOf(row)}
                looks={props.rowClass?.(row) ?? ''}
                isCurrent={keyOf(row) === current}
              />
            ),
          )}
          <Spacer rows={rows.length - to} columns={columns.length} />
        </tbody>
      </table>
    </section>
  );
}

function BodyRow<Row>({
  row,
  at,
  id,
  columns,
  looks,
  isCurrent,
}: {
  readonly row: Row;
  readonly at: number;
  readonly id: number | string;
  readonly columns: readonly Column<Row>[];
  readonly looks: string;
  readonly isCurrent: boolean;
}) {
  return (
    <tr
      class={looks}
      aria-rowindex={at + 2}
      aria-current={isCurrent ? 'true' : undefined}
      data-row={id}
    >
      {columns.map((column) => (
        <td key={column.id} class={column.numeric ? 'number' : ''} data-column={column.id}>
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
}

/** Scrolls no further than it must. */
function reveal(box: HTMLElement | null, isLong: boolean, at: number): void {
  if (!box) return;
  if (isLong) {
    const [top, room] = [at * ROW, box.clientHeight - 2 * ROW];
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top > box.scrollTop + room) box.scrollTop = top - room;
  } else box.querySelector(`[aria-rowindex="${at + 2}"]`)?.scrollIntoView({ block: 'nearest' });
}

/** As high as the rows that are not made. */
function Spacer({ rows, columns }: { readonly rows: number; readonly columns: number }) {
  if (rows === 0) return null;
  return (
    <tr class="spacer">
      <td colSpan={columns} style={{ height: `${rows * ROW}px` }} />
    </tr>
  );
}

function isGroup<Row>(row: Row | GroupRow): row is GroupRow {
  return typeof row === 'object' && row !== null && 'group' in row && 'text' in row;
}

/**
 * Keeps the first row in view where it is while others come and go above it. `top`: pixels that the box
 * is scrolled by; asking the box itself would make the browser lay the page out first.
 */
function useAnchor<Item>(
  top: number,
  rows: readonly Item[],
  keyOf: (row: Item) => number | string,
  scroll: (top: number) => void,
): void {
  const before = useRef<readonly Item[]>(rows);
  useLayoutEffect(() => {
    const old = before.current;
    before.current = rows;
    const first = old[Math.floor(top / ROW)];
    if (top < ROW || old === rows || first === undefined) return;
    const key = keyOf(first);
    const now = rows.findIndex((row) => keyOf(row) === key);
    const moved = now < 0 ? 0 : now - old.indexOf(first);
    if (moved !== 0) scroll(top + moved * ROW);
  }, [rows]);
}
