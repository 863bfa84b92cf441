import type { CompareDocument } from '../../../results/documents/insight/compare.js';
import type { Csv } from '../../text/csv.js';

/** A line for each field that differs, after the metric. */
export function compareCsv({ metric, trials, different }: CompareDocument): Csv {
  const [one, other] = trials;
  return {
    header: ['field', `trial ${one.trial}`, `trial ${other.trial}`],
    rows: [
      [metric, one.metrics?.[metric] ?? null, other.metrics?.[metric] ?? null],
      ...different.map(({ field, values: [a, b] }) => [field, a, b]),
    ],
  };
}
