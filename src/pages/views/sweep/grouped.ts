import { numberText, valueText } from '../../../charts/value-text.js';
import { groupBy } from '../../../core/lists/group-by.js';
import { count } from '../../../core/words/numbers.js';
import type { SweepDocument } from '../../../results/documents/live/sweep.js';
import type { GroupRow } from '../../parts/table/table.js';
import type { BoardRow } from './board-rows.js';

/** The rows with a line above those of each value of a parameter: groups as their first rows stand. */
export function grouped(
  rows: readonly BoardRow[],
  parameter: string | null,
  { metric }: SweepDocument,
): readonly (BoardRow | GroupRow)[] {
  if (parameter === null) return rows;
  const groups = groupBy(rows, ({ trial: { params } }) =>
    valueText(Object.hasOwn(params, parameter) ? params[parameter] : undefined),
  );
  return [...groups].flatMap(([value, own]) => {
    const finished = own.flatMap((row) => (row.n > 0 && row.value !== null ? [row.value] : []));
    const mean = finished.reduce((sum, each) => sum + each, 0) / finished.length;
    const figures = finished.length === 0 ? 'none finished' : `mean ${metric} ${numberText(mean)}`;
    const text = `${parameter} ${value}: ${count(own.length, 'row')}, ${figures}`;
    return [{ group: value, text }, ...own];
  });
}
