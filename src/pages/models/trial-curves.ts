import type { MetricName } from '../../core/metric.js';
import { finiteOrNull } from '../../core/metrics/finite-or-null.js';
import type { CurvesDocument } from '../../results/documents/live/curves.js';
import type { SweepDocument } from '../../results/documents/live/sweep.js';
import type { TrialEntry, TrialsDocument } from '../../results/documents/live/trials.js';
import type { TrialDocument } from '../../results/documents/trial.js';

/** What the chart of curves takes. */
export interface CurveDocuments {
  readonly sweep: SweepDocument;
  readonly trials: TrialsDocument;
  readonly curves: CurvesDocument;
}

/**
 * The curves of some trials, which need not be of one sweep. `sweep`: that of the first; rungs are its
 * pruner's, and are left out where others were not under it.
 */
export function curveDocuments(
  trials: readonly TrialDocument[],
  sweep: SweepDocument,
  metric: MetricName,
): CurveDocuments {
  const isOne = trials.every((trial) => trial.sweep === sweep.sweep);
  return {
    sweep: { ...sweep, rungs: isOne ? sweep.rungs : [] },
    trials: { sweep: sweep.sweep, metric, trials: trials.map((each) => entryOf(each, metric)) },
    curves: {
      ...{ sweep: sweep.sweep, metric },
      curves: trials.map(({ trial, reports }) => {
        let seconds = 0;
        return {
          trial,
          values: reports.map((report) => finiteOrNull(report[metric])),
          seconds: reports.map((report) => {
            seconds += report.seconds;
            return seconds;
          }),
        };
      }),
    },
  };
}

function entryOf(document: TrialDocument, metric: MetricName): TrialEntry {
  const { trial, number, replicate, state, reports, best, params } = document;
  const standing = reports.find(({ epoch }) => epoch === best?.epoch);
  return {
    ...{ trial, number, point: number, replicate, state, params },
    ...{ value: standing ? finiteOrNull(standing[metric]) : null, epoch: best?.epoch ?? null },
    ...{ epochs: reports.length, seconds: reports.reduce((sum, each) => sum + each.seconds, 0) },
    ...{ trained_parameters: null, change: 0, feasible: true, values: {} },
  };
}
