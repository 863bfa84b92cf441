import type { Prediction } from '../../core/evaluation.js';
import type { PredictDocument } from '../../results/documents/predict.js';
import type { Style } from '../text/style.js';
import { renderTable } from '../text/table.js';

/** A line per image, the likeliest class first. */
export function renderPredictions(
  { predictions }: PredictDocument,
  width: number,
  { bold }: Style,
): string {
  if (predictions.length === 0) return '';
  const shown = ({ classes }: Prediction) =>
    classes.map(({ name, probability }) => `${name} ${(100 * probability).toFixed(1)} %`);
  return renderTable(
    [{ title: 'image' }, { title: 'classes', wrap: true }],
    predictions.map((row) => [row.image, shown(row).join(', ')]),
    width,
    bold,
  );
}
