import type { PredictDocument } from '../../results/documents/predict.js';
import type { Csv } from '../text/csv.js';

/** A line per class that is named of an image. */
export function predictCsv({ predictions }: PredictDocument): Csv {
  return {
    header: ['image', 'place', 'class', 'probability'],
    rows: predictions.flatMap(({ image, classes }) =>
      classes.map(({ name, probability }, c) => [image, c + 1, name, probability]),
    ),
  };
}
