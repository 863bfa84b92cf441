import type { ImportanceDocument } from '../../../results/documents/insight/importance.js';
import type { Csv } from '../../text/csv.js';

/** A line for each parameter, then for each pair. */
export function importanceCsv({ parameters, pairs }: ImportanceDocument): Csv {
  return {
    header: ['parameter', 'with', 'share', 'low', 'high'],
    rows: [
      ...parameters.map(({ parameter, mean, low, high }) => [parameter, null, mean, low, high]),
      ...pairs.map(({ parameters: [one, other], mean, low, high }) => [
        one,
        other,
        mean,
        low,
        high,
      ]),
    ],
  };
}
