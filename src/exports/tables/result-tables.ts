import { METRIC_NAMES } from '../../core/metric.js';
import type { Report } from '../../core/trial.js';
import { REPORT_FIELDS, reportFields } from '../../results/report-fields.js';
import type { ExportedTrial, SweepResults } from '../sweep/sweep-results.js';
import type { Column } from './column.js';
import { paramColumns } from './param-columns.js';

/** A row for each trial, whatever its state; metrics are those of the epoch that stands for it. */
export function trialColumns(results: SweepResults): readonly Column<ExportedTrial>[] {
  const metric = results.sweep.spec.metric.name;
  return [
    { name: 'trial', type: 'integer', of: ({ row }) => row.trial },
    { name: 'number', type: 'integer', of: ({ row }) => row.number + 1 },
    { name: 'point', type: 'integer', of: ({ row }) => row.point + 1 },
    { name: 'replicate', type: 'integer', of: ({ row }) => row.replicate },
    { name: 'state', type: 'text', of: ({ row }) => row.state },
    { name: 'value', type: 'number', of: ({ row }) => row.metrics?.[metric] ?? null },
    { name: 'epoch', type: 'integer', of: ({ row }) => row.epoch },
    { name: 'epochs', type: 'integer', of: ({ row }) => row.epochs },
    { name: 'seconds', type: 'number', of: ({ row }) => row.seconds },
    { name: 'change', type: 'integer', of: ({ row }) => row.change },
    { name: 'feasible', type: 'boolean', of: ({ row }) => row.feasible },
    { name: 'started_at', type: 'time', of: ({ startedAt }) => startedAt },
    { name: 'ended_at', type: 'time', of: ({ endedAt }) => endedAt },
    { name: 'reason', type: 'text', of: ({ error }) => error?.message ?? null },
    ...paramColumns(results).map(
      (column): Column<ExportedTrial> => ({
        ...column,
        name: `param.${column.name}`,
        of: ({ row }) => column.of(row.params),
      }),
    ),
    ...METRIC_NAMES.map(
      (name): Column<ExportedTrial> => ({
        name,
        type: name === 'trained_parameters' ? 'integer' : 'number',
        of: ({ row }) => row.metrics?.[name] ?? null,
      }),
    ),
  ];
}

/** A report and the trial whose it is. */
export interface TrialReportRow {
  readonly trial: number;
  readonly report: Report;
}

/** A row for each epoch of each trial. */
export const reportColumns: readonly Column<TrialReportRow>[] = [
  { name: 'trial', type: 'integer', of: ({ trial }) => trial },
  ...REPORT_FIELDS.map(
    (name): Column<TrialReportRow> => ({
      name,
      type: ['epoch', 'shared_with'].includes(name) ? 'integer' : 'number',
      of: ({ report }) => reportFields(report)[name],
    }),
  ),
];

export async function* reportRows(results: SweepResults): AsyncIterable<TrialReportRow> {
  for await (const { row, reports } of results.trials()) {
    for (const report of reports) yield { trial: row.trial, report };
  }
}
