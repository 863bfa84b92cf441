import type { MetricName } from '../../core/metric.js';
import { finiteOrNull } from '../../core/metrics/finite-or-null.js';
import type { Readings, SweepRow } from '../../store/port.js';
import type { CurvesDocument } from '../documents/live/curves.js';

/** `trials`: ids; absent: all of the sweep. Those without a report have an empty curve. */
export async function readCurves(
  readings: Readings,
  sweep: SweepRow,
  metric: MetricName,
  trials?: readonly number[],
): Promise<CurvesDocument> {
  const own = await readings.trials(sweep.id);
  const asked = trials && new Set(trials);
  const curves = own
    .filter(({ id }) => asked === undefined || asked.has(id))
    .map(({ id, reports }) => {
      let seconds = 0;
      return {
        trial: id,
        values: reports.map(({ metrics }) => finiteOrNull(metrics[metric])),
        seconds: reports.map((report) => {
          seconds += report.seconds;
          return seconds;
        }),
      };
    });
  return { sweep: sweep.id, metric, curves };
}
