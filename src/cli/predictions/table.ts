import type { Prediction } from '../../core/evaluation.js';
import type { Output } from '../output.js';
import { plainly } from '../text/plainly.js';
import { createStyle } from '../text/style.js';
import { renderTable } from '../text/table.js';
import { isRead, type PredictionForm } from './form.js';

/** A line per image, the likeliest class first; all at the end, since columns are as wide as they need. */
export function tableForm(out: Pick<Output, 'columns' | 'colors'>): PredictionForm {
  const rows: Prediction[] = [];
  return {
    begin: () => '',
    some(predicted) {
      rows.push(...predicted.filter(isRead));
      return '';
    },
    end: () =>
      rows.length === 0
        ? ''
        : renderTable(
            [{ title: 'image' }, { title: 'classes', wrap: true }],
            plainly(rows).map((row) => [row.image, shown(row)]),
            out.columns(),
            createStyle(out.colors).bold,
          ),
  };
}

function shown({ classes }: Prediction): string {
  const each = classes.map(
    ({ name, probability }) => `${name} ${(100 * probability).toFixed(1)} %`,
  );
  return each.join(', ');
}
