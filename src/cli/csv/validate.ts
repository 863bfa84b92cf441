import type { IssueEntry, ValidateDocument } from '../../results/documents/validate.js';
import type { Csv } from '../text/csv.js';

/** A line per mistake or warning. */
export function validateCsv({ issues, warnings }: ValidateDocument): Csv {
  const row =
    (kind: string) =>
    ({ line, column, path, message }: IssueEntry) => [kind, line, column, path, message];
  return {
    header: ['kind', 'line', 'column', 'path', 'message'],
    rows: [...issues.map(row('issue')), ...warnings.map(row('warning'))],
  };
}
