import type { Scene } from '../../../charts/scene.js';
import { numberText } from '../../../charts/value-text.js';
import { Table } from '../table/table.js';

/** The scene as numbers. */
export function SceneNumbers({ scene }: { readonly scene: Scene }) {
  const { columns, rows } = scene.table;
  const placed = rows.map((cells, at) => ({ cells, at }));
  return (
    <Table
      label={`${scene.title}: data`}
      rows={placed}
      keyOf={({ at }) => at}
      columns={columns.map((title, column) => ({
        id: String(column),
        title,
        numeric: typeof rows[0]?.[column] === 'number',
        cell: ({ cells }: (typeof placed)[number]) =>
          cellOf(columns[column], cells[column] ?? null),
      }))}
    />
  );
}

/** A trial's id leads to it. */
function cellOf(title: string | undefined, value: string | number | null) {
  if (title === 'trial' && typeof value === 'number') return <a href={`/t/${value}`}>{value}</a>;
  return typeof value === 'number' ? numberText(value) : (value ?? '-');
}
