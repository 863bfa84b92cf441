import { csvLine } from '../../core/words/csv-line.js';
import { isRead, type PredictionForm } from './form.js';

/** A line per class that is named of an image. */
export function csvForm(): PredictionForm {
  return {
    begin: () => csvLine(['image', 'place', 'class', 'probability']),
    some: (predicted) =>
      predicted
        .filter(isRead)
        .flatMap(({ image, classes }) =>
          classes.map(({ name, probability }, c) => csvLine([image, c + 1, name, probability])),
        )
        .join(''),
    end: () => '',
  };
}
