import type { TestDocument } from '../../results/documents/test.js';
import type { Csv } from '../text/csv.js';

/** The confusion matrix: a line per true class. */
export function testCsv({ classes, confusion }: TestDocument): Csv {
  return {
    header: ['true', ...classes],
    rows: confusion.map((row, r) => [classes[r] ?? String(r), ...row]),
  };
}
