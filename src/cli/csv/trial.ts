import type { TrialDocument } from '../../results/documents/trial.js';
import { REPORT_FIELDS } from '../../results/report-fields.js';
import type { Csv } from '../text/csv.js';

/** A line per epoch. */
export function trialCsv({ reports }: TrialDocument): Csv {
  return {
    header: REPORT_FIELDS,
    rows: reports.map((report) => REPORT_FIELDS.map((name) => report[name])),
  };
}
